/// All routes.
enum Routes {
  static var all: [Route] { entities + syncs + datasets }
}
