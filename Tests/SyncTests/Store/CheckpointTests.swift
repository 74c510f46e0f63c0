import Domain
import FoundationEssentials
import Sync
import Testing

@Suite struct CheckpointTests {
  /// Each command is a process that commits once; their WAL must not grow from one to the next.
  @Test func programsThatDoOneThingKeepTheLogShort() throws {
    let studio = try TrialStudio()
    try studio.store.close()
    var longest = 0
    for number in 0..<160 {
      let store = try studio.opened()
      var details = MemberDetails()
      details.firstName = "Member \(number)"
      try studio.submit(RegisterMember(details), to: store)
      try store.close()
      let wal = try Data(contentsOf: URL(filePath: studio.file("replica.db-wal"))).count
      longest = max(longest, wal)
    }
    #expect(longest < 6 << 20, "\(longest) bytes")
  }
}
