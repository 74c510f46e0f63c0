import Domain
import SQLite
import Support
import Sync
import Synchronization
import Testing
import Wire
import Zones

/// What tells an operations.db that may spend what was granted from one that may have spent it before.
struct HeadNoteTests {
  private let folder = TemporaryDirectory()
  private let place: [UInt8] = [1, 2, 3]
  private let ids = Numbers()

  private final class Numbers: Sendable {
    private let last = Mutex<UInt64>(0)

    func next() -> UInt64 {
      last.withLock {
        $0 += 1
        return $0
      }
    }
  }

  private func log() throws -> OperationLog { try OperationLog(folder.file("operations.db")) }

  /// Stores one operation, as a desk does.
  private func work(_ log: OperationLog) throws {
    let replica = try Replica(making: folder.file("\(ids.next()).db"), zones: TZifTree())
    let founding = FoundStudio(
      name: "Studio", location: "Main", zone: "Africa/Johannesburg", owner: "Owner",
      verifier: Bytes([1]), devicePublicKey: Bytes([2]), passPublicKey: Bytes([3]))
    let operation = Operation(
      id: ID(Bits128(hi: 0x0197_0000_0000_7000, lo: 1 << 63 | ids.next())),
      device: ID(Bits128(hi: 1, lo: 1)),
      location: ID(Bits128(hi: 1, lo: 2)), actor: .system, channel: .system,
      at: Instant(1_795_000_000), intent: founding)
    let reading = ClockReading(
      trust: .own, wall: operation.at, sinceBoot: 1, boot: Bits128(hi: 1, lo: 1))
    #expect(try DeviceStore(log, replica).record(operation, reading) != nil)
  }

  @Test func theFileThatWasNotedIsVouchedFor() throws {
    let log = try log()
    let empty = try HeadNote(of: log, in: place)
    #expect(try empty.vouches(for: log, in: place))
    try work(log)
    #expect(try empty.vouches(for: log, in: place), "it may have gone on since")
    let note = try HeadNote(of: log, in: place)
    #expect(try #require(HeadNote(note.bytes)) == note)
    #expect(try note.vouches(for: log, in: place))
  }

  @Test func anOlderFileACopyAndAnotherPastAreNot() throws {
    let log = try log()
    try work(log)
    let old = folder.file("old.db")
    try log.connection.backup(to: old)
    try work(log)
    let note = try HeadNote(of: log, in: place)
    #expect(try !note.vouches(for: log, in: [1, 2, 4]), "it lies elsewhere")
    let restored = try OperationLog(old)
    #expect(try !note.vouches(for: restored, in: place), "its head is behind")
    try work(restored)
    #expect(try !note.vouches(for: restored, in: place), "what it did since is another thing")
  }

  @Test func theNextLifeGoesOnFromTheNote() throws {
    let log = try log()
    try work(log)
    let note = try HeadNote(of: log, in: place)
    let life = log.identity.life
    try log.beginEpoch()
    #expect(log.identity.life != life)
    #expect(try note.vouches(for: log, in: place))
    try log.beginEpoch()
    #expect(try !note.vouches(for: log, in: place))
  }

  @Test func halfANoteIsNone() throws {
    let bytes = try HeadNote(of: log(), in: place).bytes
    for length in 0..<bytes.count { #expect(HeadNote(Array(bytes.prefix(length))) == nil) }
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 1
      #expect(HeadNote(changed) == nil)
    }
  }
}
