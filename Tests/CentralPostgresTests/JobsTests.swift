import Central
import CentralPostgres
import Domain
import Support
import Testing

/// Of several processes that serve an organization one does the jobs, and another when it is gone.
@Suite struct PostgresJobsTests {
  @Test func oneDoesThemUntilItIsGone() throws {
    let first = try TestDatabase.store()
    let second = try first.reopened()
    #expect(try first.holdsJobs() && !second.holdsJobs() && first.holdsJobs())
    // Another organization's are others.
    #expect(try TestDatabase.store().holdsJobs())

    // Nobody has asked for as long as a lease holds.
    let link = try TestDatabase.shared.get().service
    try link.run(
      """
      BEGIN; SELECT set_config('studioloop.organization', '\(first.organization.text)', true);
      UPDATE jobs SET until = now() - interval '1 second'; COMMIT
      """)
    #expect(try second.holdsJobs() && !first.holdsJobs() && second.holdsJobs())
  }

  /// Two that work at the same moment: what is due is done once.
  @Test func whatIsDueIsDoneOnce() throws {
    let town = try Town(try TestDatabase.store())
    let work = try TownWork(town)
    let other = Authority(try town.authority.store.reopened())
    let before = try town.authority.store.sequence()
    // The window of each of the two places moves with the day, by an operation each.
    town.now = town.now + 86_400
    let now = town.now
    let both = [town.authority, other].map { Alone($0) }
    try onThreads(both.map { one in { for _ in 0..<5 { try one.authority.work(at: now) } } })
    #expect(try town.authority.store.sequence() == before + 1)
    #expect(work.places.count == 2)
  }

  /// One thread uses it.
  private struct Alone: @unchecked Sendable {
    let authority: Authority<PostgresAuthorityStore>

    init(_ authority: Authority<PostgresAuthorityStore>) { self.authority = authority }
  }
}
