import Domain
import FoundationEssentials
import Testing
import Wire

/// What was ever written must be read for ever: one file a kind, which never changes.
struct FixtureTests {
  private static let folder = String(#filePath.dropLast("FixtureTests.swift".count)) + "Fixtures/"

  @Test(arguments: OperationKind.allCases) func aStoredOperationIsRead(kind: OperationKind) throws {
    let path = URL(filePath: "\(Self.folder)\(kind.rawValue).txt")
    let intent = SampleIntents.intent(kind)
    let header = Self.header(intent)
    let written = [try PayloadCodec.encode(header), try PayloadCodec.encode(intent)]
    guard let stored = try? Data(contentsOf: path) else {
      try Data(written.joined(separator: [10]) + [10]).write(to: path)
      Issue.record("there was no fixture for \(kind.rawValue): it is written now, look at it")
      return
    }
    let lines = stored.split(separator: 10).map { [UInt8]($0) }
    try #require(lines.count == 2)
    let read = try PayloadCodec.operation(try PayloadCodec.header(lines[0]), payload: lines[1])
    #expect(read.id == header.id)
    #expect(read.actor == header.actor)
    #expect(type(of: read.intent).kind == kind)
    // Read and written again it says the same, in a newer shape perhaps.
    #expect(try PayloadCodec.encode(read.intent) == written[1])
    #expect(try PayloadCodec.encode(try PayloadCodec.header(lines[0])) == written[0])
  }

  static func header(_ intent: any Intent) -> OperationHeader {
    let operation = Operation(
      id: SampleIntents.id(100), device: SampleIntents.id(3), location: SampleIntents.id(1),
      actor: .staff(SampleIntents.id(5)), channel: .desk, at: Instant(1_795_000_000),
      intent: intent)
    var header = OperationHeader(
      operation, epoch: Epoch(0x00AB_CDEF_0123_4567), seq: 17, clock: .own,
      wall: Instant(1_795_000_001), mono: 86_400_123, boot: Bits128(hi: 1, lo: 2))
    header.basis = Basis(cursor: 12, seatsLeft: 3, row: 4)
    header.after = [SampleIntents.id(99)]
    return header
  }
}
