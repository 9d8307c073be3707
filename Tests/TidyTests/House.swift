/// The rooms of the house and what each may know: the layer table, as values.
enum House {
  /// A room, how far up it lies, and which rooms below it may know.
  struct Room {
    let layer: Int
    /// The only rooms it may import, where being lower is not enough; nil when it is.
    var knows: Set<String>?
  }

  private static let ground: Set<String> = ["Bytes", "Runtime"]

  /// Every room by its name; one that is not here yet is a violation, so that its layer is decided.
  static let rooms: [String: Room] = [
    "CMariaDB": Room(layer: 0, knows: []), "CCurl": Room(layer: 0, knows: []),
    "CMicroHTTPD": Room(layer: 0, knows: []), "CCrypto": Room(layer: 0, knows: []),
    "CZstd": Room(layer: 0, knows: []), "CXLSXWriter": Room(layer: 0, knows: []),
    "SQL": Room(layer: 0, knows: []),

    "Bytes": Room(layer: 1, knows: []), "Runtime": Room(layer: 1, knows: []),

    // A driver knows its own C library and the ground.
    "MariaDB": Room(layer: 2, knows: ground.union(["CMariaDB"])),
    "HTTPClient": Room(layer: 2, knows: ground.union(["CCurl"])),
    "Mail": Room(layer: 2, knows: ground.union(["CCurl"])),
    "HTTPServer": Room(layer: 2, knows: ground.union(["CMicroHTTPD"])),
    "Cryptography": Room(layer: 2, knows: ground.union(["CCrypto"])),
    "Compression": Room(layer: 2, knows: ground.union(["CZstd"])),
    "Spreadsheet": Room(layer: 2, knows: ground.union(["CXLSXWriter"])),

    // The domain stands on the ground; only WordPress touches a driver.
    "Model": Room(layer: 3, knows: ground), "Delivery": Room(layer: 3, knows: ground),
    "Insight": Room(layer: 3, knows: ground),
    "WordPress": Room(layer: 3, knows: ground.union(["MariaDB", "Cryptography"])),

    // Neither side of the adapters has the other's drivers.
    "WooCommerce": Room(
      layer: 4, knows: ground.union(["SQL", "WordPress", "Model", "Delivery", "MariaDB"])),
    "PowerBI": Room(
      layer: 4, knows: ground.union(["Model", "Delivery", "HTTPClient", "Cryptography"])),
    "Files": Room(
      layer: 4, knows: ground.union(["Model", "Delivery", "Compression", "Spreadsheet"])),
    "Store": Room(
      layer: 4,
      knows: ground.union([
        "SQL", "WordPress", "Model", "Delivery", "MariaDB", "Cryptography", "Compression",
      ])),

    // The run knows no driver, the faces know only the product's verbs and their values.
    "Engine": Room(
      layer: 5,
      knows: ground.union([
        "WooCommerce", "PowerBI", "Files", "Store", "WordPress", "Model", "Delivery", "Insight",
      ])),
    "Connector": Room(layer: 6),
    "API": Room(
      layer: 7, knows: ground.union(["Connector", "Engine", "Store", "HTTPServer"])),
    "CommandLine": Room(
      layer: 7, knows: ground.union(["Connector", "Engine", "Store", "Emulator"])),
    "wkpbic": Room(layer: 8),

    // Beside the house: the stand-in stands where the domain does.
    "Emulator": Room(layer: 3, knows: ground.union(["SQL", "HTTPServer"])),
    "Testkit": Room(layer: 3, knows: ground.union(["SQL", "MariaDB", "HTTPServer"])),
    // The floor that Bench measures against: C all the way, over the client library itself.
    "CDiscard": Room(layer: 1, knows: ["CMariaDB"]), "Bench": Room(layer: 8),
    // What reads untrusted bytes, as a fuzzer drives it.
    "FuzzReaders": Room(layer: 8), "Fuzz": Room(layer: 9),
  ]

  /// Which rooms alone may import these; tests may import whatever they test.
  static let importers: [String: Set<String>] = [
    "CMariaDB": ["MariaDB", "CDiscard"], "CCurl": ["HTTPClient", "Mail"],
    "CMicroHTTPD": ["HTTPServer"],
    "CCrypto": ["Cryptography"], "CZstd": ["Compression"], "CXLSXWriter": ["Spreadsheet"],
    "CDiscard": ["Bench"],
    "SQL": ["WooCommerce", "Store", "Emulator", "Testkit"],
    "Emulator": ["CommandLine", "Bench"], "Testkit": ["Bench"],
    "wkpbic": [], "Bench": [],
  ]

  /// Modules of the toolchain, which are no rooms.
  static let toolchain: Set<String> = [
    "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Dispatch", "Testing",
    "PackageDescription", "Swift",
  ]

  /// Rooms on the way of a row, which do without Foundation.
  static let withoutFoundation: Set<String> = [
    "Bytes", "MariaDB", "HTTPClient", "Mail", "Model", "Delivery", "WooCommerce",
  ]

  /// Above drivers nothing is unsafe, but for these.
  ///
  /// Testkit holds raw sockets of scripted peers; CDiscard is a measure's sink for C callbacks;
  /// Bench counts allocations through the C library.
  static let unsafeExempt: Set<String> = ["Testkit", "CDiscard", "Bench"]
}
