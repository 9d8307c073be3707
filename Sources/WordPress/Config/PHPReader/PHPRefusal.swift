/// Why the reader does not say what PHP would compute, and at which place of which file.
struct PHPRefusal: Error, Sendable, Equatable {
  var file: String
  var line: Int
  var reason: String
}
