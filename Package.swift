// swift-tools-version: 6.2
import PackageDescription

/// One list for every target: Swift 6, every warning an error, explicit existentials and imports.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: ["Support"] + dependencies,
    path: "Tests/\(name)Tests", exclude: snapshots(name), swiftSettings: strict)
}

/// Folders of recorded screens and wire fixtures, read by path and compiled by nobody.
func snapshots(_ name: String) -> [String] {
  switch name {
  case "DeskUI": ["Snapshots"]
  case "Wire": ["Fixtures"]
  default: []
  }
}

let package = Package(
  name: "studioloop-desk",
  products: [
    .executable(name: "desk", targets: ["Desk"]),
    .executable(name: "desk-central", targets: ["DeskCentral"]),
  ],
  targets: [
    // Doors to C libraries from Debian.
    .target(
      name: "CTerminal", path: "Sources/C/CTerminal",
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "CFile", path: "Sources/C/CFile"),
    .systemLibrary(name: "CSQLite", path: "Sources/C/CSQLite"),
    .systemLibrary(name: "CQRencode", path: "Sources/C/CQRencode"),
    .systemLibrary(name: "CPNG", path: "Sources/C/CPNG"),
    .systemLibrary(name: "CSodium", path: "Sources/C/CSodium"),
    .systemLibrary(name: "CPostgres", path: "Sources/C/CPostgres"),
    .target(name: "CTOML", path: "Sources/C/CTOML"),
    .systemLibrary(name: "CZlib", path: "Sources/C/CZlib"),
    .target(
      name: "CMicrohttpd", path: "Sources/C/CMicrohttpd",
      linkerSettings: [.linkedLibrary("microhttpd")]),
    .target(
      name: "CCurl", path: "Sources/C/CCurl", linkerSettings: [.linkedLibrary("curl-gnutls")]),
    .target(name: "CGettext", path: "Sources/C/CGettext"),
    .target(
      name: "CGnuTLS", path: "Sources/C/CGnuTLS", linkerSettings: [.linkedLibrary("gnutls")]),

    // The rulebook, and what carries it.
    module("Domain"),
    module("SQLite", ["CSQLite"]),
    module("Wire", ["Domain", "CZlib"]),
    module("Crypto", ["CSodium"]),
    module("QRCode", ["CQRencode", "CPNG"]),
    module("Interchange", ["Domain"]),
    module("Config", ["CTOML"]),
    module("Zones", ["Domain"]),
    module("Threads"),
    module("CommandHelp"),
    module("Languages", ["CGettext"]),
    module("Rows", ["Domain", "Wire", "SQLite", "Crypto", "Zones"]),
    module(
      "Sync", ["Domain", "Wire", "SQLite", "Crypto", "Rows", "Zones", "Threads", "CCurl", "CFile"]),
    module("Central", ["Domain", "Wire", "SQLite", "Crypto", "Rows", "Zones"]),
    module(
      "CentralHTTP",
      ["Domain", "Wire", "Crypto", "Central", "Threads", "CMicrohttpd", "CGnuTLS"]),
    module(
      "CentralPostgres",
      ["Central", "Domain", "Wire", "Crypto", "Rows", "Zones", "CPostgres"]),
    module("DeskUI", ["Domain", "Sync", "QRCode", "Languages", "CTerminal"]),
    .executableTarget(
      name: "Desk",
      dependencies: [
        "Domain", "Crypto", "QRCode", "DeskUI", "Sync", "Interchange", "Config", "Zones", "Central",
        "CentralHTTP", "Threads", "Wire", "Languages", "CommandHelp",
      ],
      swiftSettings: strict),

    .executableTarget(
      name: "DeskCentral",
      dependencies: [
        "Domain", "Wire", "SQLite", "Rows", "Crypto", "Zones", "Central", "CentralHTTP",
        "CentralPostgres", "CommandHelp",
      ],
      swiftSettings: strict),

    // What can only be measured from inside; Benchmarks/run calls it.
    .executableTarget(
      name: "measure", dependencies: ["Domain", "SQLite", "Sync", "Central", "Wire"],
      path: "Benchmarks/Measure",
      swiftSettings: strict),

    // Many devices at once against the service: Benchmarks/run calls it too.
    .executableTarget(
      name: "measure-central",
      dependencies: ["Domain", "Wire", "Crypto", "Central", "CentralPostgres", "Zones"],
      path: "Benchmarks/Central", swiftSettings: strict),

    // Tests mirror Sources.
    .target(
      name: "Support", dependencies: ["Domain"], path: "Tests/Support", swiftSettings: strict),
    .target(
      name: "CCrashFS", path: "Tests/CrashFS/C", linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(
      name: "CrashFS", dependencies: ["CCrashFS"], path: "Tests/CrashFS/Disk",
      swiftSettings: strict),
    .target(
      name: "Simulation",
      dependencies: [
        "Support", "CrashFS", "Domain", "Wire", "SQLite", "Crypto", "Rows", "Zones", "Sync",
        "Central",
      ],
      path: "Tests/Simulation", exclude: ["Runner", "Mutants"], swiftSettings: strict),
    .executableTarget(
      name: "simulate", dependencies: ["Simulation"], path: "Tests/Simulation/Runner",
      swiftSettings: strict),
    tests("Domain", ["Domain"]),
    tests("SQLite", ["SQLite", "CrashFS"]),
    tests("Wire", ["Wire", "Domain", "Crypto"]),
    tests("Crypto", ["Crypto"]),
    tests("QRCode", ["QRCode"]),
    tests("Interchange", ["Interchange", "Domain"]),
    tests("Config", ["Config"]),
    tests("Zones", ["Zones", "Domain"]),
    tests("Sync", ["Sync", "Central", "Domain", "Wire", "SQLite", "Crypto", "Rows", "Zones"]),
    tests("Central", ["Central", "Sync", "Domain", "Wire", "SQLite", "Crypto", "Rows", "Zones"]),
    tests(
      "CentralHTTP",
      ["CentralHTTP", "Central", "Sync", "Domain", "Wire", "Crypto", "Rows", "Zones"]),
    tests(
      "DeskUI",
      ["DeskUI", "Central", "Crypto", "Domain", "Sync", "QRCode", "Wire", "Languages"]),
    tests(
      "CentralPostgres",
      [
        "CentralPostgres", "Central", "Sync", "Domain", "Wire", "SQLite", "Crypto", "Rows", "Zones",
        "Threads",
      ]),
    tests("Simulation", ["Simulation"]),
    tests("EndToEnd", ["Domain", "Wire", "Crypto", "Sync", "SQLite", "Rows"]),
  ],
  cxxLanguageStandard: .cxx17
)
