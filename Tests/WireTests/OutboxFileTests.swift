import Crypto
import Domain
import Support
import Testing
import Wire

@Suite struct OutboxFileTests {
  private let key = SigningKey()

  private func file(_ parts: [ExchangeRequest]) throws -> [UInt8] {
    try OutboxFile.encode(parts, by: parts[0].device) { key.sign($0) }
  }

  private func operations(_ file: [UInt8]) throws(OutboxFile.Problem) -> [StoredOperation] {
    try OutboxFile.operations(in: file) { _, signature, message in
      SigningKey.verify(signature, of: message, by: key.publicKey)
    }
  }

  @Test func itsOperationsComeBackAsTheyWere() throws {
    var sample = SampleExchange(seed: 11)
    var first = try sample.evening(50)
    first.strays = try sample.evening(2).operations
    let second = try sample.evening(30)
    let found = try operations(file([first, second]))
    #expect(found == first.operations + first.strays + second.operations)
    // Nothing to say is said too.
    #expect(try operations(file([try sample.evening(0)])).isEmpty)
  }

  /// A first part is what the wire takes: the stick has the wire's own form.
  @Test func aPartIsARequest() throws {
    var sample = SampleExchange(seed: 12)
    let request = try sample.evening(3)
    let whole = try file([request])
    let seal = try #require(whole.dropLast().lastIndex(of: UInt8(ascii: "\n")))
    #expect(try ExchangeCodec.request(Array(whole[...seal])) == request)
  }

  @Test func everyChangedByteIsFound() throws {
    var sample = SampleExchange(seed: 13)
    let whole = try file([try sample.evening(3)])
    for index in whole.indices {
      for bit in [UInt8(0x01), 0x20, 0x80] {
        var changed = whole
        changed[index] ^= bit
        #expect(throws: OutboxFile.Problem.self) { try operations(changed) }
      }
      #expect(throws: OutboxFile.Problem.self) { try operations(Array(whole[..<index])) }
    }
    #expect(throws: OutboxFile.Problem.changed) { try operations(whole + [0x0A]) }
    #expect(throws: OutboxFile.Problem.changed) { try operations(whole + whole) }
  }

  @Test func whoIsNotKnownVouchesForNothing() throws {
    var sample = SampleExchange(seed: 14)
    let request = try sample.evening(1)
    let whole = try file([request])
    #expect(throws: OutboxFile.Problem.stranger) {
      try OutboxFile.operations(in: whole) { device, _, _ in device == request.device ? nil : true }
    }
    // Under another device's name the same signature is worth nothing.
    var other = request
    other.device = ID(Bits128(hi: 1, lo: 1))
    let forged = try OutboxFile.encode([request], by: other.device) { message in
      key.sign(SignedMessage.outbox(Array(message.dropFirst(35)), of: request.device))
    }
    #expect(throws: OutboxFile.Problem.changed) { try operations(forged) }
  }

  @Test func aBoxIsToldFromAnOpenFile() throws {
    var sample = SampleExchange(seed: 15)
    let whole = try file([try sample.evening(2)])
    #expect(try OutboxFile.box(in: whole) == nil)
    #expect(try OutboxFile.box(in: []) == nil)
    let sealed = try OutboxFile.sealed([1, 2, 3], by: ID(Bits128(hi: 1, lo: 2)))
    #expect(try OutboxFile.box(in: sealed) == [1, 2, 3])
    #expect(throws: OutboxFile.Problem.changed) { try operations(sealed) }
    for index in sealed.indices.dropLast() {
      var changed = sealed
      changed[index] ^= 0x20
      // What is locked tells by itself whether it was changed.
      let box = (try? OutboxFile.box(in: changed)) ?? nil
      #expect(box != [1, 2, 3] || changed[index] != sealed[index])
    }
  }

  /// Any bytes give operations or a problem, and never an end of the program, also where the signature
  /// is believed.
  @Test func nothingTrapsIt() throws {
    var sample = SampleExchange(seed: 16)
    for _ in 0..<60 {
      let whole = try file([try sample.evening(2)])
      for _ in 0..<40 {
        let bytes = sample.chance.mutated(whole)
        _ = try? OutboxFile.operations(in: bytes) { _, _, _ in true }
        _ = try? OutboxFile.box(in: bytes)
        _ = try? OutboxFile.operations(in: sample.chance.bytes(0...80) + [0x0A]) { _, _, _ in true }
      }
      // A body of any bytes under a seal that holds.
      let seal = try #require(whole.dropLast().lastIndex(of: UInt8(ascii: "\n")))
      let body = sample.chance.mutated(Array(whole[...seal]))
      _ = try? OutboxFile.operations(in: body + whole[(seal + 1)...]) { _, _, _ in true }
    }
  }
}
