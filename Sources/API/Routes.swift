/// All routes.
enum Routes {
  static let all: [Route] =
    entities + syncs + orders + profiles + datasets + datasetChanges + embedding + alerts
    + watching
}
