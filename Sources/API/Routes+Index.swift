internal import Bytes
internal import Connector

// What there is at all.
extension Routes {
  private static let parameters: [Parameter] = [
    ("namespace", API.namespace), ("context", "view"),
  ].map { name, value in
    var parameter = Parameter(name, .string)
    parameter.standard = .string(value)
    return parameter
  }

  /// The namespace's own address, which core gives every namespace.
  static let index: [Route] = [
    Route("GET", "", .everybody, parameters) { (errand) throws(Refusal) in
      var reply = Reply(errand.desk.router.index(root: errand.site.restRoot))
      reply.isEnveloped = false
      return reply
    }
  ]
}
