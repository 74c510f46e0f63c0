import CentralPostgres
import Domain
import Support
import Synchronization
import Zones

/// A server with a migrated database, shared by the tests: each has organizations of its own there.
struct TestDatabase: Sendable {
  let server: PostgresServer
  let pool: Pool

  static let shared = Result { try TestDatabase() }

  init() throws {
    server = try PostgresServer(
      "fsync=off", "max_connections=60", "session_preload_libraries=auto_explain")
    try server.migrate()
    pool = Pool(server.address(as: "service", "central"), size: 8)
  }

  private static let stores = Atomic(0)

  /// Of an organization that nobody else has.
  static func store(keeping rows: Int = 60_000) throws -> PostgresAuthorityStore {
    let number = stores.add(1, ordering: .relaxed).newValue
    return try PostgresAuthorityStore(
      shared.get().pool, ID(Bits128(hi: 0x0199, lo: UInt64(number))), zones: TZifTree(),
      keeping: rows)
  }

  var service: Link { get throws { try Link(server.address(as: "service", "central")) } }
  var owner: Link { get throws { try Link(server.address(as: "owner", "central")) } }
}

extension PostgresAuthorityStore {
  /// The same organization as another process would open it.
  func reopened() throws -> PostgresAuthorityStore {
    try PostgresAuthorityStore(
      TestDatabase.shared.get().pool, organization, zones: TZifTree())
  }
}

extension PostgresServer {
  /// Makes the roles `owner` and `service`, and the owner's database `central` as `migrate` does.
  func migrate() throws {
    let root = try Link(address(as: "postgres"))
    for name in ["owner", "service"] { try root.run("CREATE ROLE \(name) LOGIN") }
    try root.run("CREATE DATABASE central OWNER owner")
    try Migration.run(as: address(as: "owner", "central"), for: "service")
  }
}
