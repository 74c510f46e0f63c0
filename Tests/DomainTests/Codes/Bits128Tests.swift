import Domain
import Support
import Testing

@Suite struct Bits128Tests {
  @Test func showsKnownText() throws {
    let bits = Bits128(hi: 0x0123_4567_89AB_CDEF, lo: 0xFEDC_BA98_7654_3210)
    #expect(bits.uuidText == "01234567-89ab-cdef-fedc-ba9876543210")
    #expect(Bits128(text: "01234567-89AB-CDEF-FEDC-BA9876543210") == bits)
    #expect(bits.bytes.first == 0x01 && bits.bytes.last == 0x10)
  }

  @Test func goesThroughBytesAndTextUnchanged() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<2_000 {
      let bits = Bits128(hi: random.next(), lo: random.next())
      #expect(Bits128(bytes: bits.bytes) == bits)
      #expect(Bits128(text: bits.uuidText) == bits)
      let other = Bits128(hi: random.next(), lo: random.next())
      #expect((bits < other) == bits.bytes.lexicographicallyPrecedes(other.bytes))
    }
  }

  @Test(arguments: [
    "", "0", "01234567-89ab-cdef-fedc-ba987654321", "01234567-89ab-cdef-fedc-ba98765432100",
    "01234567089ab-cdef-fedc-ba9876543210", "01234567-89ab-cdef-fedc-ba987654321g",
    "0123456789abcdeffedcba9876543210", "01234567-89ab-cdef-fedc-ba98765432é",
  ])
  func refusesOtherText(_ text: String) {
    #expect(Bits128(text: text) == nil)
  }

  @Test(arguments: [0, 1, 15, 17, 32])
  func refusesOtherLengths(_ count: Int) {
    #expect(Bits128(bytes: [UInt8](repeating: 1, count: count)) == nil)
  }
}
