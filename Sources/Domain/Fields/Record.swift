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
    guard let offset = MemoryLayout<Row>.offset(of: path) else {
      preconditionFailure("a field is stored in its row")
    }
    // Every row that is written, told or read goes through here: a key path costs ten times as much.
    get = { row in
      withUnsafePointer(to: row) {
        (UnsafeRawPointer($0) + offset).assumingMemoryBound(to: V.self).pointee.value
      }
    }
    set = { row, value in
      guard let new = V(value: value) else { return false }
      withUnsafeMutablePointer(to: &row) {
        (UnsafeMutableRawPointer($0) + offset).assumingMemoryBound(to: V.self).pointee = new
      }
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
  case outageTimetable
  case allotment

  /// Its place among all: what an array by table is asked with.
  package var place: Int {
    switch self {
    case .organization: 0
    case .location: 1
    case .room: 2
    case .device: 3
    case .staff: 4
    case .passKey: 5
    case .numberBlock: 6
    case .service: 7
    case .series: 8
    case .session: 9
    case .member: 10
    case .booking: 11
    case .lot: 12
    case .ledger: 13
    case .note: 14
    case .incident: 15
    case .act: 16
    case .refusedEntry: 17
    case .outsideID: 18
    case .decision: 19
    case .outageTimetable: 20
    case .allotment: 21
    }
  }

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
    case .outageTimetable: OutageTimetable.self
    case .allotment: Allotment.self
    }
  }
}

extension Table: Hashable {
  /// By its place: as a case with a word it would be hashed letter by letter.
  package func hash(into hasher: inout Hasher) { hasher.combine(place) }
}

/// Something for every table, found by its place.
package struct ByTable<Content: Sendable>: Sendable {
  private var contents: [Content]

  package init(_ blank: Content) {
    contents = Array(repeating: blank, count: Table.allCases.count)
  }

  package subscript(table: Table) -> Content {
    get { contents[table.place] }
    _modify { yield &contents[table.place] }
  }

  /// In the order of the tables.
  package var all: [Content] { contents }
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
