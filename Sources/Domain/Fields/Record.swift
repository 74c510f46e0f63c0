/// A row that replicates: its one list of fields is at once the table, the wire and the digest.
package protocol Record: Sendable, Equatable {
  static var table: Table { get }
  static var fields: [Field<Self>] { get }
  /// A blank row, to be filled field by field.
  init()
  var id: ID<Self> { get set }
}

/// One column of a record: its name for ever, and how to read and write it.
package struct Field<Row>: Sendable {
  package let name: String
  package let storage: Storage
  package let get: @Sendable (Row) -> Value
  /// False where the value is of another type or outside a closed list.
  package let set: @Sendable (inout Row, Value) -> Bool

  package init<V: FieldValue>(_ name: String, _ path: any WritableKeyPath<Row, V> & Sendable) {
    self.name = name
    storage = V.storage
    get = { $0[keyPath: path].value }
    set = { row, value in
      guard let new = V(value: value) else { return false }
      row[keyPath: path] = new
      return true
    }
  }
}

/// Every replicated table; the order is the order of digests, exports and snapshots.
package enum Table: String, CaseIterable, Sendable, Codable {
  case organization, location, room, device, staff, passKey, numberBlock
  case service, series, session, member, booking, lot, ledger
  case note, incident, act, refusedEntry, outsideID
  /// Conflicts: what the screens call decisions.
  case decision

  package var type: any Record.Type {
    switch self {
    case .organization: Organization.self
    case .location: Location.self
    case .room: Room.self
    case .device: Device.self
    case .staff: Staff.self
    case .passKey: PassKey.self
    case .numberBlock: NumberBlock.self
    case .service: Service.self
    case .series: Series.self
    case .session: Session.self
    case .member: Member.self
    case .booking: Booking.self
    case .lot: CreditLot.self
    case .ledger: LedgerEntry.self
    case .note: Note.self
    case .incident: Incident.self
    case .act: Act.self
    case .refusedEntry: RefusedEntry.self
    case .outsideID: OutsideID.self
    case .decision: Conflict.self
    }
  }
}

/// What a decision does to the rows: a row as it shall be, or the end of one.
package enum Change: Sendable {
  case put(any Record)
  case delete(Table, Bits128)

  package var table: Table {
    switch self {
    case .put(let row): type(of: row).table
    case .delete(let table, _): table
    }
  }

  package var key: Bits128 {
    switch self {
    case .put(let row): row.key
    case .delete(_, let key): key
    }
  }
}

extension Record {
  package var key: Bits128 { id.raw }

  /// Takes these fields over from another version of the row.
  mutating func keep(_ fields: [Field<Self>], of other: Self) {
    for field in fields { _ = field.set(&self, field.get(other)) }
  }

  /// In the order of the fields.
  package var values: [Value] { Self.fields.map { $0.get(self) } }

  /// Nil where a value is of another type than its field, or outside its closed list.
  package init?(values: [Value]) {
    guard values.count == Self.fields.count else { return nil }
    self.init()
    for (field, value) in zip(Self.fields, values) {
      guard field.set(&self, value) else { return nil }
    }
  }
}
