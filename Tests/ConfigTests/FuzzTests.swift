import Config
import Support
import Testing

/// Whatever the file holds, reading ends in a configuration or in a `ConfigError` with a line.
@Suite struct FuzzTests {
  private func read(_ bytes: [UInt8]) {
    do throws(ConfigError) {
      _ = try Config.parse(bytes, file: "f")
    } catch {
      #expect(error.line.map { $0 >= 1 } == true)
      #expect(!error.description.utf8.contains { $0 < 0x20 })
    }
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func randomBytes(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<250 { read(random.bytes(0...120)) }
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func mutatedExample(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let example = Array(Config.example.utf8)
    let pieces = [
      "[", "]", "\"", "'''", "=", ".", "\n", "{", "}", "\\u", "#", "0x", "inf", "\u{0}",
    ]
    for _ in 0..<60 {
      var bytes = random.mutated(example)
      let place = Int.random(in: 0...bytes.count, using: &random)
      let piece = pieces[Int.random(in: pieces.indices, using: &random)]
      bytes.insert(contentsOf: piece.utf8, at: place)
      read(bytes)
    }
  }

  /// Texts on which the parser behind the door was caught.
  @Test(arguments: ["[!", "[a.", "\u{47C}", "a = \u{47C}", "[\u{1680}", "a.", "\"\"\"a\"\"\" = 1"])
  func oldTraps(_ text: String) { read(Array(text.utf8)) }

  @Test func deepNesting() {
    for opening in ["[", "{a="] {
      read(Array(("a = " + String(repeating: opening, count: 100_000)).utf8))
    }
    read(Array(("a" + String(repeating: ".a", count: 2_000) + " = 1").utf8))
  }
}
