import Domain
import Support
import Testing

@Suite struct QRPassTests {
  private let pass = QRPass(
    key: 7, booking: Bits128(hi: 0x0190_1234_5678_7ABC, lo: 0x8DEF_0123_4567_89AB), member: 427,
    session: 1_234_567, validFrom: Instant(1_795_000_000), validTo: Instant(1_795_275_721))

  /// Stands in for Ed25519: a sum over the message that depends on every byte and its place.
  private func sign(_ message: [UInt8], key: UInt16) -> [UInt8] {
    var state = SeededGenerator(
      seed: message.reduce(UInt64(key)) { $0 &* 1_099_511_628_211 ^ UInt64($1) })
    return state.bytes(64...64)
  }

  private func verify(_ message: [UInt8], _ signature: [UInt8], _ key: UInt16) -> Bool {
    sign(message, key: key) == signature
  }

  private func text(of pass: QRPass) throws -> String {
    try #require(pass.text(signature: sign(pass.body, key: pass.key)))
  }

  @Test func fitsVersionFiveInAlphanumericMode() throws {
    let text = try text(of: pass)
    #expect(pass.body.count + 64 <= 102)
    #expect(text.count <= 154)
    #expect(text.allSatisfy { "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".contains($0) })
    #expect(pass.text(signature: []) == nil)
  }

  /// Passes live on phones for years: these bytes may never change.
  @Test func keepsItsLayout() {
    let hex = pass.body.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(
      hex == "01" + "0007" + "01901234" + "56787abc" + "8def012345" + "6789ab"
        + "000001ab" + "0012d687" + "01c87dfa" + "01c88fef")
  }

  @Test func opensWithItsKey() throws {
    let sealed = try QRPass.Sealed(text: try text(of: pass))
    #expect(try sealed.opened(verify: verify) == pass)
    #expect(try sealed.opened(at: Instant(1_795_275_720), verify: verify) == pass)
  }

  /// The end of 721 s past the hour is widened to the next whole minute, and that second still counts.
  @Test func expiresAfterItsLastMinute() throws {
    let sealed = try QRPass.Sealed(text: try text(of: pass))
    let end = Instant(1_795_275_780)
    #expect(pass.validTo == end)
    #expect(pass.validFrom == Instant(1_794_999_960))
    #expect(try sealed.opened(at: end, verify: verify) == pass)
    #expect(throws: CodeFailure.expired) { try sealed.opened(at: end + 1, verify: verify) }
    #expect(throws: CodeFailure.forged) {
      try sealed.opened(at: end + 1) { _, _, _ in false }
    }
  }

  @Test func everyFlippedBitIsForgedOrMalformed() throws {
    let bytes = try #require(Base45.decode(try text(of: pass)))
    for bit in 0..<(bytes.count * 8) {
      var wrong = bytes
      wrong[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: CodeFailure.self) {
        try QRPass.Sealed(text: Base45.encode(wrong)).opened(verify: verify)
      }
    }
  }

  @Test func neverTrapsOnDamagedText() throws {
    var random = SeededGenerator(seed: 11)
    let valid = Array(try text(of: pass).utf8)
    for _ in 0..<5_000 {
      let text = String(decoding: random.mutated(valid), as: UTF8.self)
      if let sealed = try? QRPass.Sealed(text: text) { _ = try? sealed.opened(verify: verify) }
      let noise = Base45.encode([1] + random.bytes(95...101))
      _ = try? QRPass.Sealed(text: noise)
      _ = try? QRPass.Sealed(text: String(decoding: random.bytes(0...200), as: UTF8.self))
    }
    for length in 0...110 {
      let sized = Base45.encode([1] + [UInt8](repeating: 0xFF, count: length))
      #expect((try? QRPass.Sealed(text: sized)) != nil || length != 98)
      #expect((try? QRPass.Sealed(text: sized)) == nil || length == 98)
    }
  }

  @Test func survivesExtremes() throws {
    let extreme = QRPass(
      key: .max, booking: Bits128(hi: .max, lo: .max), member: .max, session: .max,
      validFrom: Instant(.min), validTo: Instant(.max))
    #expect(try QRPass.Sealed(text: try text(of: extreme)).opened(verify: verify) == extreme)
  }
}
