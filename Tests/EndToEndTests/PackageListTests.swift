import FoundationEssentials
import Testing

/// packages.txt is what a fresh machine gets: whatever the build links, includes or the tests run
/// must come from a package in it, or a green run here says nothing about there.
struct PackageListTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }

  private func listed() throws -> Set<String> {
    Set(
      try text("packages.txt").split(separator: "\n").map(String.init)
        .filter { !$0.hasPrefix("#") })
  }

  /// The packages that own a file.
  private func owners(of path: String) throws -> [String] {
    let answer = try Spawned.run(["dpkg-query", "-S", path])
    return answer.output.split(separator: "\n").compactMap { line in
      line.split(separator: ":").first.map(String.init)
    }
  }

  @Test func everyLinkedLibraryIsListed() throws {
    var libraries: [String] = []
    for door in ["CSQLite", "CQRencode", "CPNG", "CSodium", "CZlib"] {
      for line in try text("Sources/C/\(door)/module.modulemap").split(separator: "\n")
      where line.contains("link ") {
        libraries.append(String(line.split(separator: "\"")[1]))
      }
    }
    for line in try text("Package.swift").split(separator: "\n")
    where line.contains("linkedLibrary") {
      libraries += line.split(separator: "linkedLibrary(\"").dropFirst().map {
        String($0.prefix { $0 != "\"" })
      }
    }
    #expect(Set(libraries).isSuperset(of: ["sqlite3", "qrencode", "png", "sodium", "ncursesw"]))
    let listed = try listed()
    for library in libraries {
      let owners = try owners(of: "*/lib\(library).so")
      #expect(owners.contains { listed.contains($0) }, "lib\(library).so: \(owners)")
    }
  }

  @Test(arguments: [
    "/usr/include/toml++/toml.h", "/usr/bin/tmux", "/usr/bin/zbarimg", "/usr/bin/zdump",
    "/usr/bin/curl", "/usr/lib/postgresql/15/bin/initdb",
    "/usr/share/unicode/EastAsianWidth.txt", "/usr/share/zoneinfo/Africa/Johannesburg",
  ])
  func whatBuildAndTestsUseIsListed(_ path: String) throws {
    let owners = try owners(of: path)
    let listed = try listed()
    #expect(owners.contains { listed.contains($0) }, "\(path): \(owners)")
  }

  @Test func theScriptFindsNothingMissingHere() throws {
    let done = try Spawned.run([
      Self.root.appending(path: "scripts/packages").path(percentEncoded: false)
    ])
    #expect(done.status == 0, "\(done.errors)")
  }
}
