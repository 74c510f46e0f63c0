import Crypto
import Testing

@Suite struct SealedBoxTests {
  @Test func onlyTheOwnerOpensABox() throws {
    let owner = try SealedBox(seed: [UInt8](repeating: 7, count: SealedBox.seedLength))
    let message = Array("what could not be delivered".utf8)
    let box = try SealedBox.seal(message, to: owner.publicKey)
    #expect(box.count == message.count + 48)
    #expect(try owner.open(box) == message)
    #expect(try SealedBox.seal([], to: owner.publicKey).isEmpty == false)

    let other = try SealedBox(seed: randomBytes(SealedBox.seedLength))
    #expect(throws: CryptoError.forged) { try other.open(box) }
    for place in box.indices {
      var changed = box
      changed[place] ^= 1
      #expect(throws: CryptoError.forged) { try owner.open(changed) }
    }
    #expect(throws: CryptoError.wrongLength(expected: 48, found: 47)) {
      try owner.open(Array(box.prefix(47)))
    }
    #expect(throws: CryptoError.self) { try SealedBox.seal(message, to: [1, 2, 3]) }
    #expect(throws: CryptoError.self) { try SealedBox(seed: []) }
  }

  @Test func aCodeIsKnownAgainByWhoHoldsTheKey() throws {
    let key = [UInt8](repeating: 1, count: 32)
    let text = try keyedText("K7QF2M9X", key: key)
    #expect(text.utf8.count == 32 && text.allSatisfy(\.isHexDigit))
    #expect(try keyedText("K7QF2M9X", key: key) == text)
    #expect(try keyedText("K7QF2M9Y", key: key) != text)
    #expect(try keyedText("K7QF2M9X", key: [UInt8](repeating: 2, count: 32)) != text)
  }
}
