/// All routes.
enum Routes {
  static let all: [Route] =
    index + entities + syncs + orders + checks + profiles + datasets + datasetChanges + embedding
    + alerts + settings + audit + watching
}
