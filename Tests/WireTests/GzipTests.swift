import Support
import Testing
import Wire

@Suite struct GzipTests {
  @Test(arguments: [0, 1, 255, 65_536, 1_000_000]) func whatIsPackedComesBack(count: Int) throws {
    var chance = SeededGenerator(seed: 1)
    let noise = chance.bytes(count...count)
    let plain = [UInt8](repeating: 7, count: count)
    for bytes in [noise, plain] {
      #expect(try Gzip.unpack(Gzip.pack(bytes), limit: count) == bytes)
    }
  }

  @Test func aBombEndsInAnError() {
    let bomb = Gzip.pack([UInt8](repeating: 0, count: 20_000_000))
    #expect(bomb.count < 30_000)
    #expect(throws: WireError(.tooLarge)) { try Gzip.unpack(bomb, limit: 1 << 20) }
  }

  @Test func whatIsCutOrFollowedIsMalformed() {
    let packed = Gzip.pack(Array("as it travels".utf8))
    for wrong in packed.indices.map({ Array(packed[..<$0]) }) + [packed + [0], packed + packed] {
      #expect(throws: WireError(.malformedExchange)) { try Gzip.unpack(wrong, limit: 100) }
    }
  }

  /// SYNC.md, Budgets: what operations cost on a slow line, with what the authority says to them.
  @Test func operationsStayWithinTheirBudget() throws {
    var sample = SampleExchange(seed: 9)
    let request = try sample.evening(50)
    let sent = Gzip.pack(try ExchangeCodec.encode(request)).count
    #expect(sent <= 50 * 100, "sent \(sent / 50) bytes an operation")
    let told = Gzip.pack(try ExchangeCodec.encode(try sample.answer(to: request))).count
    #expect(told <= 50 * 60, "told \(told / 50) bytes an operation")
  }
}
