import Central
import CentralPostgres
import Crypto
import Domain
import Glibc

/// All organizations in one PostgreSQL database, kept apart by the server; the service owns nothing
/// there, and `migrate` is run as the role that does. Several services may run on one database.
struct PostgresCentral: CentralStore {
  private let address: String
  private let pool: Pool
  let identityPath: String

  /// `identityPath` is a file of this machine: keys are not kept in a database.
  init(_ address: String, identityPath: String) {
    self.address = address
    self.identityPath = identityPath
    // Each organization's writer has one in use for as long as its commit takes.
    pool = Pool(address, size: 16)
  }

  // MARK: Register

  func make(isTraining: Bool) throws {
    guard !isTraining else { throw UsageError("training studios live in stores of SQLite") }
    _ = try tenants()
    try Folder.make(of: identityPath)
  }

  func isTraining() throws -> Bool { false }

  /// Ids rise with the time at which they were made.
  private func tenants() throws -> [ID<Organization>] {
    try reaching {
      try pool.lend(beginning: { try Migration.check($0) }) { link in
        let found = try link.run("SELECT organization::text FROM tenants ORDER BY organization")
        return (0..<found.count).compactMap { ID(text: found[$0].text(0)) }
      }
    }
  }

  func organizations() throws -> [Registered] {
    try tenants().compactMap { tenant in
      guard let founded = try store(tenant).studio(knowing: nil).organization else { return nil }
      return Registered(id: founded.id, name: founded.name, place: tenant.text)
    }
  }

  private func store(_ tenant: ID<Organization>) throws -> PostgresAuthorityStore {
    try reaching { try PostgresAuthorityStore(pool, tenant, zones: Zones.tree) }
  }

  private func store(_ organization: Registered) throws -> PostgresAuthorityStore {
    guard let tenant = ID<Organization>(text: organization.place) else {
      throw Problem("the store has lost \(organization.name)")
    }
    return try store(tenant)
  }

  /// Says what to do where the server, or its schema, is not there.
  private func reaching<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as PostgresError {
      switch error.code {
      case .unavailable, .uncertain, .overtaken:
        throw Problem(
          "PostgreSQL does not answer: is it running, and may this role come in?", .offline)
      case .schema where error.place == "role":
        throw Problem(
          "this role is bound to no organization: connect as the one named in migrate --service",
          .usage)
      case .schema, .refused:
        throw Problem(
          "the database is not ready for this program and role: desk-central migrate --service ROLE,"
            + " as the database's owner")
      case .unreadable: throw error
      }
    }
  }

  // MARK: Organizations

  func open(_ organization: Registered, clockIsSet: Bool, serves: Bool) throws -> Opened {
    let attempts =
      serves ? try AttemptsPlace.take("\(identityPath).\(organization.place).attempts") : Attempts()
    let authority = Authority(
      try store(organization), clockIsSet: clockIsSet, attempts: attempts)
    // The lock on the organization's row keeps others out; a service reports what exactly went wrong.
    return Opened(authority: authority) { body in
      if serves { try body() } else { try reaching(body) }
    }
  }

  func add(
    _ name: String, clockIsSet: Bool, _ found: (any AuthorityDesk) throws -> ID<Organization>
  ) throws -> Registered {
    let now = Int64(Upkeep.machineNow.seconds) * 1_000
    let tenant = ID<Organization>(Bits128(milliseconds: now, random: randomBytes(16)))
    let id = try reaching {
      try found(Authority(try store(tenant), clockIsSet: clockIsSet))
    }
    return Registered(id: id, name: name, place: tenant.text)
  }

  // MARK: Upkeep

  func migrate(for service: String?) throws -> Int {
    guard let service else {
      throw UsageError("--service names the role as which the service connects")
    }
    do {
      try Migration.run(as: address, for: service)
    } catch {
      switch (error.code, error.place, error.state) {
      case (.unavailable, _, _), (.uncertain, _, _):
        throw Problem(
          "PostgreSQL does not answer: is it running, and may this role come in?", .offline)
      case (.schema, "service", _):
        throw UsageError("--service takes a name of a-z, 0-9 and _ that begins with a letter")
      case (.schema, _, _): throw Problem("a newer program was here: use that one, or a later one")
      case (_, _, "42704"):
        throw UsageError("the server has no role \(service): CREATE ROLE \(service) LOGIN")
      case (_, _, "42501"):
        throw UsageError("this role may not make tables here: connect as the database's owner")
      default: throw error
      }
    }
    return Migration.version
  }

  func backup(_ organization: Registered, to path: String) throws {
    throw UsageError("PostgreSQL has its own way: pg_dump --format=custom, as the database's owner")
  }

  func problems(_ organization: Registered, looked: (Int) -> Void) throws -> [String] {
    let store = try store(organization)
    return try reaching { try store.problems() }
  }
}
