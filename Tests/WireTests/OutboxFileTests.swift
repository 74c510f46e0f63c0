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
    let request = try sample.evening(2)
    let whole = try file([request])
    #expect(try !OutboxFile.isLocked(whole))
    #expect(try !OutboxFile.isLocked([]))
    // A lock that anybody opens tells as well what is done with what was locked.
    func turned(_ bytes: [UInt8]) -> [UInt8] { bytes.map { ~$0 } }
    let locked = try OutboxFile.sealed(turned(whole), by: request.device)
    #expect(try OutboxFile.isLocked(locked))
    #expect(try OutboxFile.opened(locked, turned) == whole)
    #expect(throws: OutboxFile.Problem.changed) { try operations(locked) }
    for index in locked.indices.dropLast() {
      var changed = locked
      changed[index] ^= index.isMultiple(of: 2) ? 0x01 : 0x20
      #expect(throws: OutboxFile.Problem.self) {
        try operations(OutboxFile.opened(changed, turned))
      }
    }
    let anothers = try OutboxFile.sealed(turned(whole), by: ID(Bits128(hi: 1, lo: 2)))
    #expect(throws: OutboxFile.Problem.changed) { try OutboxFile.opened(anothers, turned) }
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
        _ = try? OutboxFile.isLocked(bytes)
        _ = try? OutboxFile.opened(bytes) { $0 }
        _ = try? OutboxFile.operations(in: sample.chance.bytes(0...80) + [0x0A]) { _, _, _ in true }
      }
      // A body of any bytes under a seal that holds.
      let seal = try #require(whole.dropLast().lastIndex(of: UInt8(ascii: "\n")))
      let body = sample.chance.mutated(Array(whole[...seal]))
      _ = try? OutboxFile.operations(in: body + whole[(seal + 1)...]) { _, _, _ in true }
    }
  }
}
