import CentralPostgres
import Domain
import Support
import Testing

/// Several organizations in one database: whatever is asked, in whatever words, nothing of another's
/// is seen or changed.
@Suite struct IsolationTests {
  private let base: TestDatabase
  private let mine = ID<Organization>(Bits128(hi: 0xA, lo: .random(in: 1 ... .max)))
  private let theirs = ID<Organization>(Bits128(hi: 0xB, lo: .random(in: 1 ... .max)))

  init() throws { base = try TestDatabase.shared.get() }

  private func texts(_ link: Link, _ sql: String) throws -> [String] {
    let answer = try link.run(sql)
    return (0..<answer.count).map { answer[$0].text(0) }
  }

  private func tables(_ link: Link, where condition: String = "true") throws -> [String] {
    try texts(
      link,
      """
      SELECT quote_ident(relname) FROM pg_class
      WHERE relnamespace = 'studioloop'::regnamespace AND relkind = 'r' AND \(condition)
        AND relname NOT IN ('tenants', 'schema_version') ORDER BY 1
      """)
  }

  private static let own = [
    "state": "0, 0, 0", "contacts": "gen_random_uuid(), 0, NULL, false, 0", "notes": "'name', 'x'",
    "operations": "1, gen_random_uuid(), gen_random_uuid(), 'x', 'x', 'x', 'applied'",
    "arrivals": "gen_random_uuid(), 0, 1, gen_random_uuid(), 'x'",
    "parked": "gen_random_uuid(), 'waits', NULL, 0", "scope": "'x', 'desk', 'y', 1, NULL",
    "windows": "'x', 'desk', 0, 1", "jobs": "gen_random_uuid(), now()",
  ]

  /// One row in every table.
  private func live(_ organization: ID<Organization>) throws {
    let link = try base.service
    try link.run("BEGIN; \(enter(organization))")
    for table in Table.allCases {
      try link.run(
        """
        INSERT INTO "\(table.rawValue)"(organization, sequence, rowhash, id)
        VALUES('\(organization.text)', 1, 2, 'key')
        """)
    }
    for (table, values) in Self.own {
      try link.run("INSERT INTO \(table) VALUES('\(organization.text)', \(values))")
    }
    try link.run("COMMIT")
  }

  private func enter(_ organization: ID<Organization>) -> String {
    "SELECT set_config('studioloop.organization', '\(organization.text)', true); "
  }

  /// How many rows an organization has in each table.
  private func counts(_ organization: ID<Organization>) throws -> [String] {
    let link = try base.service
    try link.run("BEGIN; \(enter(organization))")
    return try tables(link).map { try texts(link, "SELECT count(*) FROM \($0)")[0] }
  }

  @Test func handsOfOneReachNothingOfAnother() throws {
    try live(mine)
    try live(theirs)
    let before = try counts(theirs)
    #expect(before.allSatisfy { $0 == "1" })
    let link = try base.service
    let all = try tables(link)
    #expect(all.count == Table.allCases.count + 9)

    // Without an organization there is nothing at all.
    for table in all { #expect(try texts(link, "SELECT count(*) FROM \(table)") == ["0"]) }

    let enter = "BEGIN; \(enter(mine))"
    for table in all {
      let seen = try texts(link, enter + "SELECT DISTINCT organization FROM \(table); ")
      #expect(seen.allSatisfy { $0 == mine.text })
      try link.run("ROLLBACK")
    }
    #expect(try texts(link, enter + "SELECT count(*) FROM booking") != ["0"])
    try link.run("ROLLBACK")

    // Every change that the service may make, aimed at the other's rows by name, and at all rows.
    let kept = all.filter { !["state", "operations", "arrivals"].contains($0) }
    for table in kept {
      let aimed = "WHERE organization = '\(theirs.text)'"
      for act in ["UPDATE \(table) SET organization = organization", "DELETE FROM \(table)"] {
        #expect(try link.run(enter + "\(act) \(aimed)").changes == 0, "\(act)")
        try link.run("ROLLBACK")
      }
      try link.run(enter + "DELETE FROM \(table)")
      try link.run("COMMIT")
    }
    let stolen = "UPDATE notes SET organization = '\(theirs.text)'"
    let planted = "INSERT INTO notes VALUES('\(theirs.text)', 'gift', 'x')"
    for act in [planted, "INSERT INTO notes VALUES('\(mine.text)', 'gift', 'x'); \(stolen)"] {
      let error = #expect(throws: PostgresError.self) { try base.service.run(enter + act) }
      #expect(error?.state == "42501" && error?.code == .refused)
    }
    for act in [
      "DROP TABLE booking", "TRUNCATE booking", "ALTER TABLE booking NO FORCE ROW LEVEL SECURITY",
      "DELETE FROM operations", "DELETE FROM arrivals", "DELETE FROM state", "SET ROLE owner",
      "UPDATE operations SET header = 'x'", "DROP POLICY own ON booking",
    ] {
      let error = #expect(throws: PostgresError.self) { try base.service.run(enter + act) }
      #expect(error?.state == "42501", "\(act)")
    }

    // The organization ends with its transaction: the next borrower of the link sees nothing.
    #expect(try texts(link, "SELECT count(*) FROM operations") == ["0"])
    #expect(try counts(theirs) == before)
    #expect(try counts(mine) != before, "what was deleted above")
  }

  /// The two rely on the schema, which is asked for it: a table added without is found here.
  @Test func theSchemaItselfKeepsThemApart() throws {
    let link = try base.owner
    #expect(try tables(link, where: "NOT (relrowsecurity AND relforcerowsecurity)").isEmpty)
    #expect(try tables(link).count == Table.allCases.count + 9)
    for table in try tables(link) {
      #expect(try texts(link, "SELECT count(*) FROM \(table)") == ["0"], "the owner of \(table)")
    }
    let service = "SELECT oid FROM pg_roles WHERE rolname = 'service'"
    #expect(
      try texts(link, "SELECT count(*) FROM pg_class WHERE relowner = (\(service))") == ["0"])
    #expect(
      try texts(
        link,
        "SELECT count(*) FROM pg_roles WHERE rolname = 'service' AND (rolsuper OR rolbypassrls)")
        == ["0"])
  }

  /// Rows can be spread over servers by organization: it leads every key and index, and nothing
  /// reaches from one row to another.
  @Test func theOrganizationLeadsEveryIndex() throws {
    let link = try base.owner
    let others = try texts(
      link,
      """
      SELECT i.indexrelid::regclass::text FROM pg_index i
      JOIN pg_class t ON t.oid = i.indrelid AND t.relnamespace = 'studioloop'::regnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
      WHERE t.relkind = 'r' AND a.attname IS DISTINCT FROM 'organization'
      """)
    #expect(others.isEmpty)
    let spread = "SELECT count(*) FROM pg_constraint WHERE contype = 'f'"
    #expect(try texts(link, spread) == ["0"])
    let counters = """
      SELECT count(*) FROM pg_class
      WHERE relkind = 'S' AND relnamespace = 'studioloop'::regnamespace
      """
    #expect(try texts(link, counters) == ["0"])
  }
}
