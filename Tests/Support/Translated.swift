import FoundationEssentials
import Glibc

/// The catalogues of Translations/, compiled beside the tests' own program as the build does it.
package enum Translated {
  package static let root = String(#filePath.dropLast("Tests/Support/Translated.swift".count))

  /// Once for all tests of this process; false, with a word on standard error, where that fails.
  /// Once for all tests of this process; false where that fails, with msgfmt's own words before.
  package static let isMade: Bool = {
    guard let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    else { return false }
    let folder = own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let words = [root + "scripts/translations", folder.joined(separator: "/")]
    guard let child = try? Child.born(words, ["PATH=/usr/bin:/bin"], &actions) else { return false }
    var status: Int32 = 0
    return waitpid(child, &status, 0) == child && status == 0
  }()

  /// Message ids and their translations, as a catalogue's source has them.
  package static func catalogue(_ language: String) throws -> [String: String] {
    let data = try Data(contentsOf: URL(filePath: "\(root)Translations/\(language).po"))
    var pairs: [String: String] = [:]
    var id = ""
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      if let text = quoted(line, after: "msgid ") { id = text }
      if let text = quoted(line, after: "msgstr "), !id.isEmpty { pairs[id] = text }
    }
    return pairs
  }

  private static func quoted(_ line: Substring, after word: String) -> String? {
    guard line.hasPrefix(word + "\""), line.hasSuffix("\"") else { return nil }
    return String(line.dropFirst(word.count + 1).dropLast()).replacing("\\\"", with: "\"")
  }
}
