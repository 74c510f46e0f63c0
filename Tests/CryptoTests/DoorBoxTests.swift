import Crypto
import Testing

@Suite struct DoorBoxTests {
  @Test func aBoxOpensOnlyUnderWhatItWasLockedUnder() throws {
    let place = Array("Sea Point 2026-11-22".utf8)
    let signature = randomBytes(64)
    let keys = [
      try DoorBox.key(code: "K7QF2M9X", place: place), try DoorBox.key(signature: signature),
      try DoorBox.key(signature: randomBytes(64)),
    ]
    let texts = ["M\u{1E}Thandi", "X\u{1E}ǃNani", ""]
    let boxes = try zip(texts, keys).flatMap { try DoorBox.seal($0, key: $1) }
    #expect(boxes.count == 3 * DoorBox.length)
    for (text, key) in zip(texts, keys) { #expect(DoorBox.open(boxes, key: key) == text) }
    #expect(try DoorBox.key(code: "K7QF2M9X", place: place) == keys[0], "the same each time")
    for other in [
      try DoorBox.key(code: "K7QF2M9Y", place: place),
      try DoorBox.key(code: "K7QF2M9X", place: place + [0]),
      try DoorBox.key(signature: signature.reversed()),
    ] {
      #expect(DoorBox.open(boxes, key: other) == nil)
    }
    #expect(DoorBox.open(Array(boxes.prefix(DoorBox.length - 1)), key: keys[0]) == nil, "cut off")
    #expect(DoorBox.open([], key: keys[0]) == nil)
  }

  @Test(arguments: [
    ("M\u{1E}Thandi", "M\u{1E}Thandi"),
    ("M\u{1E}Nonhlanhla-Buhlebenkosi Ntombizodwa", "M\u{1E}Nonhlanhla-Buhlebenkosi Ntombi"),
    ("ǃ\u{1E}" + String(repeating: "é", count: 20), "ǃ\u{1E}" + String(repeating: "é", count: 14)),
  ])
  func noBoxTellsHowLongANameIs(_ text: String, _ kept: String) throws {
    let key = SecretBox.key()
    let box = try DoorBox.seal(text, key: key)
    #expect(box.count == DoorBox.length)
    #expect(DoorBox.open(box, key: key) == kept)
  }

  @Test func aSaltHasSixteenBytes() throws {
    #expect(throws: CryptoError.wrongLength(expected: 16, found: 15)) {
      try stretchedKey("K7QF2M9X", salt: randomBytes(15))
    }
    #expect(try stretchedKey("K7QF2M9X", salt: randomBytes(16)).count == 32)
  }
}
