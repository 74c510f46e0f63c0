import Central
import Testing
import Zones

private func store() throws -> SQLiteAuthorityStore {
  try SQLiteAuthorityStore(":memory:", zones: TZifTree())
}

private typealias Each = StoreTest<SQLiteAuthorityStore>

@Suite struct SQLiteStoreTests {
  @Test(arguments: Each.intake) fileprivate func intake(_ test: Each) throws { try test.run(store) }
  @Test(arguments: Each.feed) fileprivate func feed(_ test: Each) throws { try test.run(store) }
  @Test(arguments: Each.jobs) fileprivate func jobs(_ test: Each) throws { try test.run(store) }
  @Test(arguments: Each.places) fileprivate func places(_ test: Each) throws { try test.run(store) }
  @Test(arguments: Each.device) fileprivate func device(_ test: Each) throws { try test.run(store) }

  @Test func noPlaceIsGivenTwice() throws {
    try FightBody(make: store).noPlaceIsGivenTwice(
      seconds: 3, crews: [{ $0 }], threads: { for body in $0 { try body() } })
  }
}
