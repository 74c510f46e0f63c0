package import Domain
import Rows
import SQLite

/// Names an operation for people: `R-7KQM2X`, six Crockford base32 characters of its last 30 random
/// bits. Two acts of one key press share it. Too few to be unique for ever: the newest is meant.
package struct ReceiptNumber: Hashable, Sendable {
  private let bits: UInt64

  private static let symbols = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
  private static let length = 6

  package init(_ operation: ID<Operation>) { bits = operation.raw.lo & (1 << 30 - 1) }

  /// Reads it in any case, with or without dash; nil for anything else.
  package init?(text: String) {
    let letters = text.uppercased().filter { $0 != "-" && $0 != " " }
    guard letters.first == "R", letters.count == Self.length + 1 else { return nil }
    var bits: UInt64 = 0
    for letter in letters.dropFirst() {
      let read: Character = letter == "O" ? "0" : letter == "I" || letter == "L" ? "1" : letter
      guard let symbol = Self.symbols.firstIndex(of: read) else { return nil }
      bits = bits << 5 | UInt64(symbol)
    }
    self.bits = bits
  }

  /// The last four bytes of the ids that it names.
  fileprivate var tails: [[UInt8]] {
    (0..<4).map { top in
      let word = UInt32(top) << 30 | UInt32(truncatingIfNeeded: bits)
      return stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
    }
  }

  package var text: String {
    "R-" + String((0..<Self.length).map { Self.symbols[Int(bits >> UInt64(25 - 5 * $0) & 31)] })
  }
}

extension ID<Operation> {
  /// Of the act that the same key press asks for next: it sorts behind, and has the same receipt.
  package var following: Self { Self(Bits128(hi: raw.hi, lo: raw.lo &+ Self.step)) }

  fileprivate static let step: UInt64 = 1 << 30
}

extension DeskStore {
  /// The newest act that it names; of two of one key press the first, once the second is taken back. Nil
  /// for an operation that is no undoable act.
  package func act(_ receipt: ReceiptNumber) throws -> Act? {
    try read { connection in
      guard let act = try connection.act(receipt), act.undone else {
        return try connection.act(receipt)
      }
      return try connection.before(act) ?? act
    }
  }

  /// The act of the same key press that an act followed, and that nobody has taken back.
  package func before(_ act: Act) throws -> Act? { try read { try $0.before(act) } }

  /// True where a decision tells what became of the act that it names.
  package func isDecided(_ receipt: ReceiptNumber) throws -> Bool {
    try read { try !$0.decisions(receipt).isEmpty }
  }
}

extension Connection {
  fileprivate func before(_ act: Act) throws -> Act? {
    let id = Bits128(hi: act.id.raw.hi, lo: act.id.raw.lo &- ID<Operation>.step)
    return try record(ID<Act>(id)).flatMap { $0.undone ? nil : $0 }
  }

  func act(_ receipt: ReceiptNumber) throws -> Act? {
    let tails = receipt.tails
    return try records(
      Act.self, "WHERE substr(id, -4) IN (?, ?, ?, ?) ORDER BY at DESC, id DESC LIMIT 1",
      tails[0], tails[1], tails[2], tails[3]
    ).first
  }

  /// What became of an act that did not do what was said: its question, settled or not.
  func decisions(_ receipt: ReceiptNumber) throws -> [Conflict] {
    let tails = receipt.tails
    return try records(
      Conflict.self, "WHERE substr(operation, -4) IN (?, ?, ?, ?) ORDER BY at DESC, id DESC",
      tails[0], tails[1], tails[2], tails[3])
  }
}
