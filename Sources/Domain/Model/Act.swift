/// What an operation changed on the rows that an undo brings back, or that a report of corrections
/// tells: judgements, undos and forgiven no-shows are kept too, which nobody undoes.
package struct Act: Record {
  package var id = ID<Act>.none
  package var kind = ""
  package var device = ID<Device>.none
  package var actor: ID<Staff>?
  package var at = Instant(0)
  /// Of bookings, and of the lots that paid or were paid back.
  package var changed: [Before] = []
  package var note: ID<Note>?
  package var undone = false
  package var undoReason = ""
  /// Of the first booking that it changed, or of its note: the act leaves a device together with it.
  package var session: ID<Session>?

  package static let table = Table.act
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("kind", \.kind), Field("device", \.device),
    Field("actor", \.actor), Field("at", \.at), Field("changed", \.changed),
    Field("note", \.note), Field("undone", \.undone), Field("undoReason", \.undoReason),
    Field("session", \.session),
  ]
  package init() {}

  /// In the order in which the act touched them.
  package var bookings: [ID<Booking>] {
    changed.filter { $0.table == .booking }.map { ID($0.key) }
  }

  /// A row as it stood before the act.
  func was<R: Record>(_ row: R) -> R {
    var row = row
    restore(&row)
    return row
  }

  /// What a booking was before the act; nil where the act left its state alone, or made it.
  package func state(before booking: ID<Booking>) -> BookingState? {
    value(of: "state", before: booking).flatMap { BookingState(value: $0) }
  }

  /// True where the booking had been marked as absent and the act took the mark away, false where it
  /// made the mark; nil where it left it alone.
  package func absence(before booking: ID<Booking>) -> Bool? {
    value(of: "absent", before: booking).flatMap { Bool(value: $0) }
  }

  private func value(of field: String, before booking: ID<Booking>) -> Value? {
    changed.first { $0.table == .booking && $0.key == booking.raw }?.value(of: field)
  }

  /// Gives a row back the values that the act changed; one that it did not touch stays.
  func restore<R: Record>(_ row: inout R) {
    changed.first { $0.table == R.table && $0.key == row.key }?.restore(&row)
  }
}

/// The values that an act's changes took away from one row; none for a row that it made.
///
/// Only those, so that what other acts change on the row survives an undo.
package struct Before: Equatable, Sendable, Packable {
  let table: Table
  let key: Bits128
  private var values: [String: Value] = [:]

  /// Nil where nothing changed.
  init?<R: Record>(_ old: R?, now row: R) {
    table = R.table
    key = row.key
    guard let old else { return }
    for field in R.fields where field.get(old) != field.get(row) {
      values[field.name] = field.get(old)
    }
    if values.isEmpty { return nil }
  }

  fileprivate func value(of field: String) -> Value? { values[field] }

  func restore<R: Record>(_ row: inout R) {
    for field in R.fields {
      if let value = values[field.name] { _ = field.set(&row, value) }
    }
  }

  /// Table, key, and then each field's name before its value, parted by U+001C.
  package var packed: String {
    let fields = values.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value.packed] }
    return ([table.rawValue, key.uuidText] + fields).joined(separator: "\u{1C}")
  }

  package init?(packed: String) {
    let parts = packed.split(separator: "\u{1C}", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2, parts.count.isMultiple(of: 2), let table = Table(rawValue: parts[0]),
      let key = Bits128(text: parts[1])
    else { return nil }
    self.table = table
    self.key = key
    for place in stride(from: 2, to: parts.count, by: 2) {
      guard let value = Value(packed: parts[place + 1]) else { return nil }
      values[parts[place]] = value
    }
  }
}

/// A letter for the type before the text; inside a list the lists of a text are parted by U+001D.
extension Value {
  fileprivate var packed: String {
    switch self {
    case .null: ""
    case .int(let number): "i\(number)"
    case .text(let text): "t" + text.parted(by: "\u{1F}", anew: "\u{1D}")
    case .blob(let bytes): "b" + bytes.map { String($0) }.joined(separator: ",")
    }
  }

  fileprivate init?(packed: String) {
    let rest = packed.dropFirst()
    switch packed.first {
    case nil: self = .null
    case "i":
      guard let number = Int64(rest) else { return nil }
      self = .int(number)
    case "t": self = .text(String(rest).parted(by: "\u{1D}", anew: "\u{1F}"))
    case "b": self = .blob(rest.split(separator: ",").compactMap { UInt8($0) })
    default: return nil
    }
  }
}

extension String {
  fileprivate func parted(by old: Character, anew: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: anew)
  }
}
