internal import Model
internal import Runtime
internal import WooCommerce
internal import WordPress

/// What doctor sees of the shop beside its database.
extension Connector {
  /// Whether every entity's statements run in this shop: opening a source proves each.
  func entityFindings(_ shop: Shop) throws(Fault) -> [Finding] {
    var findings: [Finding] = []
    var good = 0
    for entity in try readyEntities() {
      do {
        _ = try source(entity, shop, readRequest(.standard, .wire))
        good += 1
      } catch {
        findings.append(Finding(entity.slug, error))
      }
    }
    return [Finding("entities", .ok, "\(good) can be read, every statement runs")] + findings
  }

  /// Whether PHP keeps options in a cache of its own, which a write to the table does not reach.
  ///
  /// WordPress loads `object-cache.php` of its content folder when there is one
  /// (`wp_start_object_cache`). Nothing is said when the folder is not known.
  func objectCacheFindings() throws(Fault) -> [Finding] {
    let config = configuration.wordPress
    var folder = try config.text("WP_CONTENT_DIR")
    if folder == nil { folder = config.absolutePath.map { $0 + "wp-content" } }
    guard let folder else { return [] }
    guard try DiskFiles().kind(of: folder + "/object-cache.php") == .file else {
      return [Finding("object cache", .ok, "none beside the database")]
    }
    return [
      Finding(
        "object cache", .warning,
        "PHP keeps options in a cache (object-cache.php) that our writes do not reach",
        remedy: "Run wp cache flush after configure, install or uninstall")
    ]
  }
}
