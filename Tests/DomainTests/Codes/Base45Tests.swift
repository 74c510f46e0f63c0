import Domain
import Support
import Testing

@Suite struct Base45Tests {
  /// The examples of RFC 9285, section 4.3 and 4.4.
  @Test(arguments: [
    ("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"), ("ietf!", "QED8WEX0"),
    ("", ""),
  ])
  func agreesWithTheStandard(_ plain: String, encoded: String) {
    #expect(Base45.encode(Array(plain.utf8)) == encoded)
    #expect(Base45.decode(encoded) == Array(plain.utf8))
    #expect(Base45.decode(encoded.lowercased()) == Array(plain.utf8))
  }

  @Test(arguments: ["A", "AAAA", "GGW", ":::", "::", "V5", "AB_", "ÄB8", "BB8\n"])
  func refusesWhatNoEncoderMakes(_ text: String) {
    #expect(Base45.decode(text) == nil)
  }

  @Test func goesThroughUnchanged() {
    var random = SeededGenerator(seed: 45)
    for _ in 0..<3_000 {
      let bytes = random.bytes(0...110)
      let text = Base45.encode(bytes)
      #expect(Base45.decode(text) == bytes)
      let damaged = String(decoding: random.mutated(Array(text.utf8)), as: UTF8.self)
      if let other = Base45.decode(damaged) {
        #expect(Base45.encode(other) == damaged.uppercased())
      }
    }
  }
}
