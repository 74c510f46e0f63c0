import DeskUI
import FoundationEssentials
import Testing

/// Recorded screens: one that is missing is written, and the test fails so that somebody looks.
enum Snapshot {
  private static let folder = String(
    #filePath.dropLast("Screens/Snapshot.swift".count) + "Snapshots/")

  /// Ids are made at random: they are recorded as dots.
  static func expect(
    _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let text = text.replacing(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) { _ in
      String(repeating: ".", count: 36)
    }
    .replacing(/R-[0-9A-Z]{6}/, with: "R-......")
    let url = URL(filePath: folder + name + ".txt")
    guard let recorded = try? Data(contentsOf: url) else {
      try Data(text.utf8).write(to: url)
      Issue.record("\(name) was not recorded yet: look at it", sourceLocation: sourceLocation)
      return
    }
    let wanted = String(decoding: recorded, as: UTF8.self)
    #expect(text == wanted, "\(name) looks different:\n\(text)", sourceLocation: sourceLocation)
  }
}
