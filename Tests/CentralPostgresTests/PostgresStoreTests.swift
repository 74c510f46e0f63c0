import Central
import CentralPostgres
import Testing

private func store() throws -> PostgresAuthorityStore { try TestDatabase.store() }

private typealias Each = StoreTest<PostgresAuthorityStore>

@Suite struct PostgresStoreTests {
  @Test(arguments: Each.intake) fileprivate func intake(_ test: Each) throws { try test.run(store) }
  @Test(arguments: Each.feed) fileprivate func feed(_ test: Each) throws { try test.run(store) }
  @Test(arguments: Each.jobs) fileprivate func jobs(_ test: Each) throws { try test.run(store) }
  @Test(arguments: Each.places) fileprivate func places(_ test: Each) throws { try test.run(store) }
  @Test(arguments: Each.device) fileprivate func device(_ test: Each) throws { try test.run(store) }

  /// Four processes serve the same organization.
  @Test func noPlaceIsGivenTwice() throws {
    try FightBody(make: store).noPlaceIsGivenTwice(
      seconds: 4, crews: Array(repeating: { try $0.reopened() }, count: 4), threads: onThreads)
  }
}
