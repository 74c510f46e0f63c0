package import FoundationEssentials

/// The data beside the repository, which not every machine has: a test that needs it says
/// `.enabled(if: SharedData.has("names/blns.txt"), "shared data is not here")`.
package enum SharedData {
  private static let folder = String(
    #filePath.dropLast("Tests/Support/SharedData.swift".count) + "../shared/data/")

  package static func path(_ name: String) -> String { folder + name }

  package static func has(_ name: String) -> Bool {
    FileManager.default.isReadableFile(atPath: path(name))
  }

  package static func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(filePath: path(name)))
  }

  package static func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }
}
