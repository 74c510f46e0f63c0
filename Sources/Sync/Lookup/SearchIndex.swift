import Domain
import SQLite

/// The search index over members, kept by the row writer in the same transaction as the rows.
enum SearchIndex {
  /// Tables of the index; part of the replica's schema and of its version.
  static let schema: [String] = []

  /// `old` is the row as it stood; nil for a new member.
  static func write(_ member: Member, replacing old: Member?, in connection: Connection) throws {}

  static func remove(_ member: Member, in connection: Connection) throws {}
}
