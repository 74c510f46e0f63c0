import FoundationEssentials
import Glibc
import Support
import Testing

/// The built program on a data directory of its own.
final class DeskProgram: Sendable {
  let directory: TemporaryDirectory
  let data: String
  /// Words that every run gets, such as `--clock`.
  let always: [String]

  /// It lies beside the tests' own program.
  static let path: String = {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = buffer.withUnsafeMutableBytes {
      readlink("/proc/self/exe", $0.bindMemory(to: CChar.self).baseAddress!, $0.count)
    }
    let own = String(decoding: buffer[..<max(0, count)], as: UTF8.self)
    return own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/desk"
  }()

  /// `under` is a folder in the data directory that is one of its own.
  init(
    in directory: TemporaryDirectory = TemporaryDirectory(), under: String = "",
    always: [String] = []
  ) {
    self.directory = directory
    data = directory.file("data") + (under.isEmpty ? "" : "/" + under)
    self.always = always
  }

  func words(_ words: [String]) -> [String] { words + ["--data", data] + always }

  /// Away from the user's own files.
  private static let away = ["HOME": "/nonexistent", "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": ""]

  /// Any words, run to the end as people and scripts run them; standard input is the text, and
  /// standard output may go to a file instead, such as /dev/full.
  static func run(
    _ words: [String], environment: [String: String] = [:], input: String? = nil,
    outputTo path: String? = nil
  ) -> Spawned.Ended {
    var words = [Self.path] + words
    if let path { words = ["/bin/sh", "-c", "exec \"$@\" > \(path)", "sh"] + words }
    do {
      return try Spawned.run(words, environment: away.merging(environment) { $1 }, input: input)
    } catch {
      return Spawned.Ended(status: -1, output: "", errors: "\(error)")
    }
  }

  func start(_ words: String...) throws -> Spawned { try Spawned([Self.path] + self.words(words)) }

  /// Runs it to its end; anything but exit 0 fails the test with what it said.
  @discardableResult
  func run(_ words: String...) throws -> String {
    let ended = Self.run(self.words(words))
    try #require(ended.status == 0, "\(words.joined(separator: " ")): \(ended.errors)")
    return ended.output
  }

  func json<T: Decodable>(_ type: T.Type = T.self, _ words: String...) throws -> T {
    let ended = Self.run(self.words(words + ["--json"]))
    try #require(ended.status == 0, "\(words.joined(separator: " ")): \(ended.errors)")
    return try JSONDecoder().decode(type, from: Data(ended.output.utf8))
  }
}
