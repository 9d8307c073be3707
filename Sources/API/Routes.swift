/// All routes.
enum Routes {
  static var all: [Route] { entities + syncs + orders + datasets + datasetChanges + embedding }
}
