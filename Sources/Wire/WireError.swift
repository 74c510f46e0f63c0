/// Why bytes could not become an operation, or the other way round; never says what was in them.
package struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable {
    /// More than `PayloadCodec.limit` bytes: the caller splits it.
    case tooLarge
    case malformedHeader, malformedPayload, malformedRow
    /// Cut off, over its limits, or not what device and authority say to each other.
    case malformedExchange
    /// Of a newer program: kept and parked, never refused.
    case unknownKind, newerVersion
    /// A row of a newer program: passed over.
    case unknownTable
  }

  package let code: Code
  /// The word of the operation's kind where it is known.
  package let kind: String?

  package init(_ code: Code, kind: String? = nil) {
    self.code = code
    self.kind = kind
  }

  package var description: String { kind.map { "\(code.rawValue) (\($0))" } ?? code.rawValue }
}
