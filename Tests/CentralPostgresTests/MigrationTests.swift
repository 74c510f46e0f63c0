import CentralPostgres
import Support
import Testing

@Suite struct MigrationTests {
  private let server: PostgresServer

  init() throws { server = try TestDatabase.shared.get().server }

  /// A database of the owner's, empty.
  private func database(_ name: String) throws -> String {
    try Link(server.address(as: "postgres")).run("CREATE DATABASE \(name) OWNER owner")
    return server.address(as: "owner", name)
  }

  @Test func twiceIsAsOnceAndANewerProgramIsLeftAlone() throws {
    let owner = try database("twice")
    let service = try Link(server.address(as: "service", "twice"))
    let missing = PostgresError(.refused, state: "42P01", at: "run")
    #expect(throws: missing) { try Migration.check(service) }
    for _ in 0..<2 { try Migration.run(as: owner, for: "service") }
    try Migration.check(Link(server.address(as: "service", "twice")))

    try Link(owner).run("UPDATE schema_version SET version = version + 1")
    let newer = PostgresError(.schema, at: "newer")
    #expect(throws: newer) { try Migration.run(as: owner, for: "service") }
    let other = PostgresError(.schema, at: "version")
    #expect(throws: other) { try Migration.check(Link(server.address(as: "service", "twice"))) }
  }

  @Test func manyAtOnceDoItOnce() throws {
    let owner = try database("atonce")
    try onThreads((0..<4).map { _ in { try Migration.run(as: owner, for: "service") } })
    let found = try Link(owner).run("SELECT version::text FROM schema_version")
    #expect(found.count == 1 && found[0].text(0) == String(Migration.version))
  }

  @Test(arguments: ["", "service; DROP TABLE booking", "Service", "9lives", "a\"b", "é"])
  func aRoleIsAPlainName(name: String) throws {
    let error = PostgresError(.schema, at: "service")
    #expect(throws: error) { try Migration.run(as: server.address(as: "owner"), for: name) }
  }
}
