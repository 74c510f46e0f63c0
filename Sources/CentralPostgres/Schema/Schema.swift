import Domain
import Rows

/// The tables of all organizations, as steps that are only ever added at the end.
///
/// Every key and every unique index begins with the organization, nothing refers from one to
/// another and no counter is shared, so that the rows can be spread over servers by it.
enum Schema {
  static let steps: [[String]] = [
    rows(of: RowSchema.first) + own + lessons(of: RowSchema.first) + ownLesson, seals,
    rows(of: [.outageTimetable]) + lessons(of: [.outageTimetable]),
    // Places granted to devices.
    rows(of: [.allotment]) + lessons(of: [.allotment]),
  ]

  private static func rows(of tables: [Table]) -> [String] {
    tables.flatMap { RowTable[$0].create }
  }

  private static let own =
    [
      // Which organizations there are; nothing of theirs.
      "CREATE TABLE tenants(organization uuid PRIMARY KEY)",
      """
      CREATE TABLE state(
        organization uuid PRIMARY KEY,
        -- The last sequence given out: gapless, in the transaction of its effects.
        sequence bigint NOT NULL,
        -- Rises with every change to the studio's own rows.
        studio bigint NOT NULL,
        -- Up to here ended rows are forgotten.
        floor bigint NOT NULL)
      """,
      """
      CREATE TABLE operations(
        organization uuid NOT NULL,
        -- Of its verdict.
        sequence bigint NOT NULL,
        id uuid NOT NULL, device uuid NOT NULL, header bytea NOT NULL,
        -- Can go when it is old or a person is erased; its hash stays.
        payload bytea,
        "payloadHash" bytea NOT NULL, state text NOT NULL, code text, subject uuid,
        returned bigint, results bytea,
        -- The rows that it changed, for the feed: see `Touched`.
        touched bytea,
        PRIMARY KEY (organization, sequence), UNIQUE (organization, id))
      """,
      "CREATE INDEX ON operations(organization, device, sequence)",
      """
      CREATE TABLE arrivals(
        organization uuid NOT NULL, device uuid NOT NULL, epoch bigint NOT NULL,
        seq bigint NOT NULL, id uuid NOT NULL, hash bytea NOT NULL,
        -- Where they are not those kept under the id.
        header bytea, payload bytea,
        PRIMARY KEY (organization, device, epoch, seq))
      """,
      """
      CREATE TABLE parked(
        organization uuid NOT NULL, id uuid NOT NULL, reason text NOT NULL, awaits uuid,
        at bigint NOT NULL, PRIMARY KEY (organization, id))
      """,
      // The sessions in the window of a location's devices, and those that have left it.
      """
      CREATE TABLE scope(
        organization uuid NOT NULL, location bytea NOT NULL, role text NOT NULL,
        session bytea NOT NULL, since bigint NOT NULL, gone bigint,
        PRIMARY KEY (organization, location, role, session))
      """,
      "CREATE INDEX ON scope(organization, session)",
      """
      CREATE TABLE windows(
        organization uuid NOT NULL, location bytea NOT NULL, role text NOT NULL,
        since bigint NOT NULL, until bigint NOT NULL,
        PRIMARY KEY (organization, location, role))
      """,
      // Which process does the jobs, and until when without asking again; by the server's clock.
      """
      CREATE TABLE jobs(
        organization uuid PRIMARY KEY, holder uuid NOT NULL, until timestamptz NOT NULL)
      """,
      """
      CREATE TABLE contacts(
        organization uuid NOT NULL, device uuid NOT NULL, at bigint NOT NULL, watermark bigint,
        closed boolean NOT NULL, cursor bigint NOT NULL,
        PRIMARY KEY (organization, device)) WITH (fillfactor = 50)
      """,
      """
      CREATE TABLE notes(
        organization uuid NOT NULL, name text NOT NULL, value bytea NOT NULL,
        PRIMARY KEY (organization, name))
      """,
    ]
    + kept.flatMap(Isolation.policy)

  private static let kept = [
    "state", "operations", "arrivals", "parked", "scope", "windows", "jobs", "contacts", "notes",
  ]
  static let tables = ["tenants"] + kept + Table.allCases.map { RowTable[$0].name }

  /// What the planner has to know before there are rows: that to ask for an organization alone is to
  /// ask for everything, so that an index is worth what stands behind it. It learns only from rows, so
  /// a few of nobody's come and go.
  private static func lessons(of tables: [Table]) -> [String] {
    ["SELECT set_config('studioloop.organization', '\(nobody)', true)"]
      + tables.flatMap { table in
        lesson(
          RowTable[table].name, "organization, sequence, rowhash, id",
          "0, 0, decode(lpad(to_hex(n), 32, '0'), 'hex')")
      }
  }

  private static let ownLesson = lesson(
    "operations", #"organization, sequence, id, device, header, "payloadHash", state"#,
    "n, gen_random_uuid(), gen_random_uuid(), '', '', ''")

  /// What tells whether an operation, but for its payload, is as it was kept: see `KeptOperation`.
  private static let seals = ["ALTER TABLE operations ADD COLUMN seal bigint NOT NULL DEFAULT 0"]

  private static let nobody = "00000000-0000-0000-0000-000000000000"

  private static func lesson(_ table: String, _ columns: String, _ values: String) -> [String] {
    [
      "ALTER TABLE \(table) ALTER COLUMN organization SET (n_distinct = 1)",
      """
      INSERT INTO \(table)(\(columns))
      SELECT '\(nobody)', \(values) FROM generate_series(1, 50) n
      """,
      "ANALYZE \(table)", "DELETE FROM \(table)",
    ]
  }

  /// What the service may do; it owns nothing.
  static func grants(to role: String) -> [String] {
    let changing =
      Table.allCases.map { RowTable[$0].name }
      + ["parked", "scope", "windows", "jobs", "contacts", "notes"]
    return [
      "GRANT USAGE ON SCHEMA studioloop TO \(role)",
      "GRANT SELECT ON schema_version TO \(role)",
      "GRANT SELECT, INSERT ON tenants, arrivals TO \(role)",
      "GRANT SELECT, INSERT, UPDATE ON state TO \(role)",
      """
      GRANT SELECT, INSERT,
        UPDATE (sequence, payload, state, code, subject, returned, results, seal, touched)
      ON operations TO \(role)
      """,
      "GRANT SELECT, INSERT, UPDATE, DELETE ON \(changing.joined(separator: ", ")) TO \(role)",
    ]
  }
}
