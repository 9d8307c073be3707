// swift-tools-version: 6.3
import Foundation
import PackageDescription

/// What every target is built with: Swift 6 mode, warnings as errors, every unsafe use spelled out.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableExperimentalFeature("Lifetimes"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// Tests may hold raw pointers of C peers without a word; all else is as strict.
let testing: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableExperimentalFeature("Lifetimes"),
  .treatAllWarnings(as: .error),
]

/// A room of the house.
///
/// `imports` names only rooms of lower layers; TidyTests proves it.
func room(_ name: String, imports: [String]) -> Target {
  .target(name: name, dependencies: imports.map { .byName(name: $0) }, swiftSettings: strict)
}

func tests(_ name: String, imports: [String], resources: [Resource] = []) -> Target {
  .testTarget(
    name: name, dependencies: imports.map { .byName(name: $0) }, resources: resources,
    swiftSettings: testing)
}

let package = Package(
  name: "wkpbic",
  targets: [
    // Layer 0: C libraries of the distribution, and SQL text.
    .systemLibrary(
      name: "CMariaDB", pkgConfig: "libmariadb", providers: [.apt(["libmariadb-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
      name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .systemLibrary(
      name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(
      name: "SQL", path: "sql", exclude: ["demo"],
      resources: [.embedInCode("entity"), .embedInCode("migration")], swiftSettings: strict),

    // Layer 1: pure kernels, and the few things of the operating system that all rooms need.
    room("Bytes", imports: []),
    room("Runtime", imports: []),

    // Layer 2: one C library each.
    room("MariaDB", imports: ["CMariaDB", "Bytes", "Runtime"]),
    room("HTTPClient", imports: ["CCurl", "Bytes", "Runtime"]),
    room("Mail", imports: ["CCurl", "Bytes", "Runtime"]),
    room("HTTPServer", imports: ["CMicroHTTPD", "Bytes", "Runtime"]),
    room("Cryptography", imports: ["CCrypto"]),
    room("Compression", imports: ["CZstd", "Bytes"]),
    room("Spreadsheet", imports: ["CXLSXWriter", "Bytes", "Runtime"]),

    // Layer 3: the domain without a place.
    room("Model", imports: ["Runtime"]),
    room("Delivery", imports: ["Bytes", "Runtime"]),
    room("Insight", imports: ["Bytes", "Runtime"]),
    room("WordPress", imports: ["MariaDB", "Cryptography", "Bytes", "Runtime"]),

    // Layer 4: adapters.
    room(
      "WooCommerce",
      imports: ["SQL", "WordPress", "Model", "Delivery", "MariaDB", "Bytes", "Runtime"]),
    room("PowerBI", imports: ["Model", "Delivery", "HTTPClient", "Bytes", "Runtime"]),
    room("Files", imports: ["Spreadsheet", "Model", "Delivery", "Bytes", "Runtime"]),
    room(
      "Store",
      imports: [
        "SQL", "Delivery", "MariaDB", "Cryptography", "Compression", "Bytes", "Runtime",
      ]),

    // Layers 5 to 8: the run, the product's verbs, its faces, the wiring.
    room("Engine", imports: ["Store", "Delivery", "Bytes", "Runtime"]),
    room(
      "Connector",
      imports: [
        "Engine", "WooCommerce", "PowerBI", "Files", "Store", "WordPress", "Model", "Delivery",
        "Insight", "MariaDB", "HTTPClient", "Mail", "Bytes", "Runtime",
      ]),
    room(
      "CommandLine", imports: ["Connector", "Engine", "Store", "Emulator", "Bytes", "Runtime"]),
    room("API", imports: ["Connector", "Engine", "Store", "HTTPServer", "Bytes", "Runtime"]),
    .executableTarget(
      name: "wkpbic",
      dependencies: ["API", "CommandLine", "Connector", "HTTPClient", "Runtime"],
      swiftSettings: strict),

    // Beside the house.
    .target(
      name: "Emulator",
      dependencies: ["HTTPServer", "Bytes", "Runtime"],
      resources: [.embedInCode("Page")], swiftSettings: strict),
    room("Testkit", imports: ["Runtime"]),
    .target(name: "CDiscard", dependencies: ["CMariaDB"]),
    .executableTarget(
      name: "Bench",
      dependencies: [
        "CDiscard", "Engine", "WooCommerce", "Store", "WordPress", "Model", "Delivery", "MariaDB",
        "Cryptography", "Testkit", "Bytes", "Runtime",
      ], exclude: ["orders.php"], swiftSettings: testing),

    tests("BytesTests", imports: ["Bytes"]),
    tests(
      "WooCommerceTests",
      imports: [
        "WooCommerce", "WordPress", "Model", "Delivery", "MariaDB", "Testkit", "Bytes", "Runtime",
      ]),
    tests(
      "EngineTests",
      imports: [
        "Connector", "Engine", "WooCommerce", "PowerBI", "Store", "Model", "Delivery", "MariaDB",
        "Emulator", "HTTPClient", "Testkit", "Bytes", "Runtime",
      ]),
    tests(
      "ConnectorTests",
      imports: ["Connector", "Store", "Delivery", "WordPress", "Testkit", "Bytes", "Runtime"]),
    tests(
      "SimulationTests",
      imports: ["Engine", "Store", "Delivery", "MariaDB", "Testkit", "Bytes", "Runtime"]),
    tests("InsightTests", imports: ["Insight", "Bytes", "Runtime"]),
    tests("MailTests", imports: ["Mail", "CCurl", "Testkit", "Runtime"]),
    tests("MariaDBTests", imports: ["MariaDB", "Testkit", "Bytes", "Runtime"]),
    tests(
      "APITests",
      imports: [
        "API", "Connector", "Store", "Emulator", "HTTPServer", "Cryptography", "Testkit", "Bytes",
        "Runtime",
      ]),
    tests(
      "AcceptanceTests", imports: ["Model", "Emulator", "Testkit", "wkpbic", "Bytes", "Runtime"]),
    tests(
      "OracleTests",
      imports: ["Connector", "WooCommerce", "Testkit", "wkpbic", "Bytes", "Runtime"]),
    tests(
      "StoreTests", imports: ["Store", "Delivery", "MariaDB", "Testkit", "Bytes", "Runtime"]),
    tests("DeliveryTests", imports: ["Delivery", "Testkit", "Bytes", "Runtime"]),

    tests(
      "FilesTests",
      imports: ["Files", "Model", "Delivery", "Testkit", "Bytes"]),
    tests("HTTPServerTests", imports: ["HTTPServer", "Testkit", "Runtime"]),
    tests(
      "PowerBITests",
      imports: [
        "PowerBI", "Model", "Delivery", "HTTPClient", "Emulator", "Testkit", "Bytes", "Runtime",
      ]),
    tests("HTTPClientTests", imports: ["HTTPClient", "CCurl", "Testkit", "Bytes", "Runtime"]),
    tests("CompressionTests", imports: ["Compression", "Testkit", "Bytes"]),
    tests("CryptographyTests", imports: ["Cryptography", "Bytes"]),
    tests(
      "WordPressTests",
      imports: ["WordPress", "Testkit", "Cryptography", "MariaDB", "Bytes", "Runtime"]),

    tests("EmulatorTests", imports: ["Emulator", "Testkit", "Bytes", "Runtime"]),

    tests("ShopTests", imports: ["Testkit", "Runtime"]),
    tests(
      "BenchTests",
      imports: [
        "Bench", "CDiscard", "WooCommerce", "WordPress", "Model", "Delivery", "MariaDB", "Testkit",
        "Runtime",
      ]),
    .target(
      name: "FuzzReaders", dependencies: ["API", "WordPress", "HTTPServer", "Bytes", "Runtime"],
      path: "Tests/FuzzReaders", swiftSettings: testing),
    tests("FuzzTests", imports: ["FuzzReaders", "Testkit", "Runtime"]),
    tests("TidyTests", imports: ["Testkit"]),
  ]
)

// libFuzzer brings a main of its own, so this is built only when it is asked for (deploy/fuzz).
if ProcessInfo.processInfo.environment["WKPBIC_FUZZ_BUILD"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Fuzz", dependencies: ["FuzzReaders"], path: "Tests/Fuzz", swiftSettings: testing))
}
