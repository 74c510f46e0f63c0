import Interchange
import Support
import Testing

@Suite struct TextEncodingTests {
  private func utf16(_ text: String, little: Bool, mark: Bool) -> [UInt8] {
    let units = (mark ? [0xFEFF] : []) + Array(text.utf16)
    return units.flatMap { unit -> [UInt8] in
      let (low, high) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
      return little ? [low, high] : [high, low]
    }
  }

  private func decode(_ bytes: [UInt8]) -> (String, TextEncoding) {
    let text = DecodedText(bytes)
    return (String(decoding: text.bytes, as: UTF8.self), text.encoding)
  }

  @Test func eachEncodingIsRecognised() {
    let text = "name,note\nZoë Müller,ǃKung € 10\n"
    #expect(decode([UInt8](text)) == (text, .utf8))
    #expect(decode([0xEF, 0xBB, 0xBF] + [UInt8](text)) == (text, .utf8WithMark))
    #expect(decode(utf16(text, little: true, mark: true)) == (text, .utf16LittleEndian))
    #expect(decode(utf16(text, little: false, mark: true)) == (text, .utf16BigEndian))
    #expect(decode(utf16(text, little: true, mark: false)) == (text, .utf16LittleEndian))
    #expect(decode(utf16(text, little: false, mark: false)) == (text, .utf16BigEndian))
    #expect(decode([0x5A, 0x6F, 0xEB, 0x20, 0x80]) == ("Zoë €", .windows1252))
    #expect(decode([]) == ("", .utf8))
    #expect(decode([UInt8]("abc")) == ("abc", .utf8))
  }

  @Test func everyByteOfWindows1252MeansItsCharacter() {
    let upper = DecodedText(Array(0x80...0xFF))
    let expected =
      "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
      + String(String.UnicodeScalarView((0xA0...0xFF).compactMap(Unicode.Scalar.init(_:))))
    #expect(upper.encoding == .windows1252)
    #expect(String(decoding: upper.bytes, as: UTF8.self) == expected)
  }

  @Test func oneBrokenCellDoesNotSpoilTheOthers() {
    let bytes = [UInt8]("Zoë,Müller,José,") + [0xE9] + [UInt8](",Łukasz")
    let text = DecodedText(bytes)
    #expect(String(decoding: text.bytes, as: UTF8.self) == "Zoë,Müller,José,é,Łukasz")
    #expect(text.encoding == .utf8)
    #expect(text.strays == 1)
  }

  @Test func nulIsDroppedWithoutTakingTheFileForUTF16() {
    #expect(decode([UInt8]("a,b\u{0}\n1,2\n")) == ("a,b\n1,2\n", .utf8))
    #expect(decode([0, 0, 0, 0, 0]) == ("", .utf8))
  }

  @Test func loneSurrogatesAndOddEndsDoNotTrap() {
    #expect(decode([0xFF, 0xFE, 0x00, 0xD8, 0x41]).0 == "\u{FFFD}")
    #expect(decode([0xFF, 0xFE]).0 == "")
    #expect(decode([0xEF, 0xBB, 0xBF, 0xFF]).0 == "ÿ")
  }

  @Test func anyBytesBecomeValidText() {
    var random = SeededGenerator(seed: 11)
    let marks: [[UInt8]] = [[], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]]
    for round in 0..<4_000 {
      let text = DecodedText(marks[round % 4] + random.bytes(0...60))
      #expect(String(validating: text.bytes, as: UTF8.self) != nil)
    }
  }
}
