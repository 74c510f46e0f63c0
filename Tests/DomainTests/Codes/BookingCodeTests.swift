import Domain
import Support
import Testing

@Suite struct BookingCodeTests {
  private let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  @Test func hasEightCharactersAndALetter() throws {
    var random = SeededGenerator(seed: 3)
    var seen: Set<BookingCode> = []
    for _ in 0..<5_000 {
      let code = BookingCode(random: random.next())
      #expect(code.compact.count == 8)
      #expect(code.compact.contains { $0.isLetter })
      #expect(code.compact.allSatisfy { alphabet.contains($0) })
      #expect(try BookingCode(text: code.text) == code)
      seen.insert(code)
    }
    #expect(seen.count > 4_990)
  }

  @Test func isTheSameForTheSameBits() {
    #expect(BookingCode(random: 42) == BookingCode(random: 42))
    #expect(BookingCode(random: 42) == BookingCode(random: 42 | 1 << 40))
    #expect(BookingCode(random: 42) != BookingCode(random: 43))
  }

  @Test func takesTheCodeOfTheHandbook() throws {
    #expect(try BookingCode(text: "K7QF-2M9X").compact == "K7QF2M9X")
  }

  /// Zero bits would be `0000-0000`; all codes of digits alone are mixed until they have a letter.
  @Test func mixesUntilThereIsALetter() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<10_000 {
      let digits = (0..<7).reduce(UInt64(0)) { bits, _ in
        bits << 5 | UInt64.random(in: 0...9, using: &random)
      }
      #expect(BookingCode(random: digits).compact.contains { $0.isLetter })
    }
    #expect(BookingCode(random: 0).compact.contains { $0.isLetter })
  }

  /// Every wrong character at every place of two hundred codes.
  @Test func catchesEverySingleError() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let code = Array(BookingCode(random: random.next()).compact)
      for place in code.indices {
        for other in alphabet where other != code[place] {
          var wrong = code
          wrong[place] = other
          #expect(throws: CodeFailure.self) { try BookingCode(text: String(wrong)) }
        }
      }
    }
  }

  /// Every pair of different neighbours at every place, in all 32 × 31 combinations.
  @Test func catchesEverySwapOfNeighbours() throws {
    var swaps = 0
    for place in 0..<7 {
      for left in UInt64(0)..<32 {
        for right in UInt64(0)..<32 where left != right && place < 6 {
          let payload = left << (30 - 5 * UInt64(place)) | right << (25 - 5 * UInt64(place))
          swaps += try swapped(BookingCode(random: payload | 31), at: place)
        }
      }
    }
    var random = SeededGenerator(seed: 6)
    for _ in 0..<5_000 {
      let code = BookingCode(random: random.next())
      for place in 0..<7 { swaps += try swapped(code, at: place) }
    }
    #expect(swaps > 35_000)
  }

  /// Returns how many swaps were tried: none where both characters are the same.
  private func swapped(_ code: BookingCode, at place: Int) throws -> Int {
    var wrong = Array(code.compact)
    guard wrong[place] != wrong[place + 1] else { return 0 }
    wrong.swapAt(place, place + 1)
    #expect(throws: CodeFailure.mistyped) { try BookingCode(text: String(wrong)) }
    return 1
  }

  @Test func takesWhatFingersDo() throws {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<2_000 {
      let code = BookingCode(random: random.next())
      let sloppy = code.text.lowercased().map { character in
        switch character {
        case "1": ["1", "i", "I", "l", "L"].randomElement(using: &random) ?? "1"
        case "0": ["0", "o", "O"].randomElement(using: &random) ?? "0"
        case "-": ["-", "", " ", "–", " - "].randomElement(using: &random) ?? "-"
        default: String(character)
        }
      }
      #expect(try BookingCode(text: sloppy.joined()) == code)
    }
  }

  @Test(arguments: [
    "", "-", "K7QF", "K7QF-2M9", "K7QF-2M9XX", "K7QU-2M9X", "K7QF_2M9X", "K7QF-2M9é", "12345678",
    "Ｋ7QF-2M9X", "K7QF\n2M9X", "I0OL-1234",
  ])
  func refusesOtherShapes(_ text: String) {
    #expect(throws: CodeFailure.malformed) { try BookingCode(text: text) }
  }

  @Test func neverTrapsOnDamagedText() {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<5_000 {
      let text = String(decoding: random.mutated(Array("K7QF-2M9X".utf8)), as: UTF8.self)
      _ = try? BookingCode(text: text)
      _ = try? MemberNumber(text: text)
      _ = Presented(text: String(decoding: random.bytes(0...200), as: UTF8.self))
    }
  }
}
