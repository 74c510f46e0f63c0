/// Brings a database to the schema of this program, and lets the service use it.
package enum Migration {
  /// The version that this program works with.
  package static let version = Schema.steps.count

  /// `owner` is the address of the role that owns the tables, `service` the name of the role as
  /// which the service connects, which must be there. Everything is done or nothing; twice is as
  /// once. Throws `schema` where a newer program was here, or where the service's role is a name
  /// that cannot stand in a grant.
  package static func run(as owner: String, for service: String) throws(PostgresError) {
    guard let first = service.utf8.first, first > UInt8(ascii: "9"),
      service.utf8.allSatisfy({ isPlain($0) })
    else { throw PostgresError(.schema, at: "service") }
    let link = try Link(owner)
    // Two programs that migrate at once: the second waits, and finds nothing left to do.
    try link.run(
      """
      BEGIN;
      SELECT pg_advisory_xact_lock(5789235402);
      CREATE SCHEMA IF NOT EXISTS studioloop;
      CREATE TABLE IF NOT EXISTS schema_version(version bigint NOT NULL);
      """)
    let found = try link.run("SELECT coalesce(max(version), 0)::text FROM schema_version").first
      .flatMap { Int($0.text(0)) }
    guard let found, found <= version else {
      try link.run("ROLLBACK")
      throw PostgresError(.schema, at: "newer")
    }
    let steps = Schema.steps.dropFirst(found).flatMap(\.self)
    let marks = ["DELETE FROM schema_version", "INSERT INTO schema_version VALUES (\(version))"]
    let all = steps + marks + Schema.grants(to: service) + ["COMMIT"]
    try link.run(all.joined(separator: ";\n"))
  }

  /// Throws `schema` unless the database has the schema of this program, and unless the link's role is
  /// one that the server keeps to one organization at a time.
  package static func check(_ link: Link) throws(PostgresError) {
    let found = try link.run("SELECT max(version)::text FROM schema_version").first?.text(0)
    guard found == String(version) else { throw PostgresError(.schema, at: "version") }
    let isFree = try link.run(
      """
      SELECT (bool_or(rolsuper OR rolbypassrls))::text FROM pg_roles WHERE rolname = current_user
      """
    ).first?.text(0)
    guard isFree == "false" else { throw PostgresError(.schema, at: "role") }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
