import Domain

/// How the rows of one organization are kept from all others: besides every query's own condition,
/// by the server, for the owner of the tables too.
enum Isolation {
  /// The organization of the transaction; without one no row is seen. As a subquery it is asked
  /// once for a statement and not for each row.
  private static let current =
    "(SELECT nullif(current_setting('studioloop.organization', true), '')::uuid)"

  /// Sets the organization until the transaction's end.
  static let enter = Statement(
    "SELECT set_config('studioloop.organization', $1, true)", .text)

  static func policy(_ table: String) -> [String] {
    [
      "ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY",
      "ALTER TABLE \(table) FORCE ROW LEVEL SECURITY",
      """
      CREATE POLICY own ON \(table) USING (organization = \(current))
      WITH CHECK (organization = \(current))
      """,
    ]
  }
}
