import Central
import Domain
import FoundationEssentials
import Support
import Sync
import Testing
import Wire

@Suite struct CheckpointTests {
  /// Each command is a process that commits once, and some are killed before they close: what one leaves
  /// in a log, the next must not only add to.
  @Test(arguments: [true, false])
  func programsThatDoOneThingKeepTheLogsShort(areKilled: Bool) throws {
    let (directory, owner) = try Self.founded()
    let logs = ["operations.db-wal", "replica.db-wal", "authority.db-wal"]
    var longest = [0, 0, 0]
    for number in 0..<160 {
      let store = try DeskStore.open(
        directory.path, clock: DeskClock(startingAt: Instant(1_795_000_000)),
        authority: AuthorityPlace.beside)
      var details = MemberDetails()
      details.firstName = "Member \(number)"
      _ = try store.submit(RegisterMember(details), by: owner)
      if !areKilled { try store.close() }
      for (place, log) in logs.enumerated() {
        let bytes = try Data(contentsOf: URL(filePath: directory.file(log))).count
        longest[place] = max(longest[place], bytes)
      }
    }
    if areKilled {
      #expect(longest.allSatisfy { 1 << 20 < $0 && $0 < 6 << 20 }, "\(longest) bytes")
    } else {
      #expect(longest == [0, 0, 0])
    }
  }

  /// Nobody has its files open any more, as after a program's end.
  private static func founded() throws -> (TemporaryDirectory, DeskStore.Hand) {
    let studio = try TrialStudio()
    try studio.store.close()
    return (studio.directory, studio.owner)
  }
}
