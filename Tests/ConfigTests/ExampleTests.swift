import Config
import Glibc
import Testing

@Suite struct ExampleTests {
  /// The file at the package's root. A missing one is written and the test fails, so that its text
  /// is looked at before it is committed.
  private func exampleFile() throws -> String {
    let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
    let path = root + "/config.example.toml"
    if access(path, F_OK) != 0 {
      let file = try #require(fopen(path, "w"))
      fputs(Config.example, file)
      fclose(file)
      Issue.record("wrote \(path)")
    }
    return path
  }

  @Test func parsesToTheDefaults() throws {
    #expect(try Config.load(exampleFile()) == Config())
  }

  @Test func isTheTextOfTheProgram() throws {
    let file = try #require(fopen(exampleFile(), "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    #expect(String(decoding: bytes, as: UTF8.self) == Config.example)
  }

  /// Every stored value is in the file: changing it there changes it in the program.
  @Test func everyKeyHasAnEffect() throws {
    var keys = 0
    let lines = Config.example.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where line.contains(" = ") && !line.hasPrefix("#") {
      keys += 1
      let other = try #require(otherValue(String(line), comment: String(lines[index - 1])))
      var changed = lines.map(String.init)
      changed[index] = other
      let text = changed.joined(separator: "\n")
      #expect(try Config.parse(Array(text.utf8), file: "f") != Config(), "\(other)")
    }
    #expect(keys == leaves(Config()))
  }

  @Test func linesFitATerminal() {
    for line in Config.example.split(separator: "\n") { #expect(line.count <= 100) }
  }

  /// The line with another value that its comment allows.
  private func otherValue(_ line: String, comment: String) -> String? {
    guard let equals = line.firstIndex(of: "=") else { return nil }
    let key = line[...equals]
    if comment.hasPrefix("# A whole number") {
      return comment.dropLast().split(separator: " ").last.map { "\(key) \($0)" }
    }
    if comment.hasPrefix("# One of") {
      let value = line[equals...].dropFirst(2)
      return comment.split(separator: "\"").enumerated().filter { $0.offset % 2 == 1 }
        .map { "\"\($0.element)\"" }.first { $0 != value }.map { "\(key) \($0)" }
    }
    if comment.hasPrefix("# A list") { return "\(key) [\"elsewhere\"]" }
    return "\(key) \"elsewhere\""
  }

  /// Stored values in the sections of a configuration; the remapped keys are no section of ours.
  private func leaves(_ config: Config) -> Int {
    Mirror(reflecting: config).children.filter { $0.label != "keys" }
      .map { Mirror(reflecting: $0.value).children.count }.reduce(0, +)
  }
}
