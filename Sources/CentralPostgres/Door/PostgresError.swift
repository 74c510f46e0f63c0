import Central

/// What went wrong between here and the server; carries the server's code, never its sentence, which
/// may quote the values of a row.
package struct PostgresError: PassingError, Equatable, CustomStringConvertible {
  package enum Code: String, Sendable {
    /// There is no connection, and nothing was done: the same may be asked again.
    case unavailable
    /// The connection went while a commit was on its way: it was done or not, and asking the same
    /// again tells.
    case uncertain
    /// Somebody else wrote after this had been decided, and nothing was done: it is decided anew.
    case overtaken
    /// The server said no.
    case refused
    /// The schema is another than this program knows.
    case schema
    /// What was read is no value of its field.
    case unreadable
  }

  package let code: Code
  /// The five characters of the server's code; empty where the server said nothing.
  package let state: String
  /// The step, or the name of the constraint, at which it happened.
  package let place: String

  package init(_ code: Code, state: String = "", at place: String) {
    self.code = code
    self.state = state
    self.place = place
  }

  package var passes: Bool {
    code == .unavailable || code == .uncertain || code == .overtaken
  }

  package var isOvertaken: Bool { code == .overtaken }

  package var description: String {
    "PostgreSQL: \(code.rawValue)\(state.isEmpty ? "" : " \(state)") at \(place)"
  }

  /// True for what the server says where it did nothing and will do it another time: it shuts down,
  /// starts or broke, or somebody else held the rows for too long.
  static func isPassing(_ state: String) -> Bool {
    state.hasPrefix("08") || state.hasPrefix("40")
      || ["53300", "55P03", "57014", "57P01", "57P02", "57P03"].contains(state)
  }
}
