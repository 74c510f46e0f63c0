import Domain

/// Rows that belong together because they hold the same value: what one entry of an index leads to.
enum RowGroup: Hashable, Sendable {
  /// Bookings.
  case roster(ID<Session>)
  case allotments(ID<Session>)
  case bookings(ID<Member>)
  case code(String)
  case reference(String)
  /// Members.
  case number(String)
  case barcode(String)
  case email(String)
  case family(ID<Family>)
  case born(Day)
  case lots(ID<Member>)
  /// Entries of the ledger.
  case ledger(ID<Booking>)
  case account(ID<Member>)
  case notes(ID<Member>)
  /// Sessions.
  case led(ID<Staff>)
  /// Open decisions.
  case conflicts(ID<Booking>)
  case lettingIn(String)
  /// Blocks of numbers.
  case numbers(ID<Device>, NumberKind)
  case allNumbers(NumberKind)
}

/// One thing that the database can be asked for; rules ask in reads, which are answered from these.
enum Lookup: Hashable, Sendable {
  case row(Table, Bits128)
  /// All rows of the group, but of `numbers` only what is unused, and of `allNumbers` the last.
  case group(RowGroup)
  case places(ID<Member>, ID<Session>)
  case agenda(ID<Member>, from: Instant, to: Instant)
  case booked(ID<Member>, since: Instant)
  case absences(ID<Member>, since: Instant)
  case led(ID<Staff>, from: Instant, to: Instant)
  case operation(ID<Operation>)

  /// True for what the times of a session decide, which stand in another row.
  var hangsOnSessions: Bool {
    switch self {
    case .agenda, .absences: true
    default: false
    }
  }
}

extension RowGroup {
  /// Of whose rows it is.
  var table: Table {
    switch self {
    case .roster, .bookings, .code, .reference: .booking
    case .number, .barcode, .email, .family, .born: .member
    case .lots: .lot
    case .ledger, .account: .ledger
    case .notes: .note
    case .led: .session
    case .conflicts, .lettingIn: .decision
    case .numbers, .allNumbers: .numberBlock
    case .allotments: .allotment
    }
  }

  /// The groups that a row of a table belongs to.
  static func all(of row: any Record, _ table: Table) -> [RowGroup] {
    switch table {
    case .booking:
      (row as? Booking).map {
        [.roster($0.session), .bookings($0.member), .code($0.code), .reference($0.reference)]
      } ?? []
    case .member: (row as? Member).map(all) ?? []
    case .lot: (row as? CreditLot).map { [.lots($0.member)] } ?? []
    case .ledger: (row as? LedgerEntry).map(all) ?? []
    case .note: (row as? Note)?.member.map { [.notes($0)] } ?? []
    case .session: (row as? Session)?.leader.map { [.led($0)] } ?? []
    case .decision: (row as? Conflict).map(all) ?? []
    case .allotment: (row as? Allotment).map { [.allotments($0.session)] } ?? []
    case .numberBlock:
      (row as? NumberBlock).map { [.numbers($0.device, $0.kind), .allNumbers($0.kind)] } ?? []
    default: []
    }
  }

  private static func all(of row: Member) -> [RowGroup] {
    var groups: [RowGroup] = [.number(row.number)]
    if !row.barcode.isEmpty { groups.append(.barcode(row.barcode)) }
    if !row.email.isEmpty { groups.append(.email(row.email.lowercased())) }
    if let family = row.family { groups.append(.family(family)) }
    if let day = row.birthDate { groups.append(.born(day)) }
    return groups
  }

  private static func all(of row: LedgerEntry) -> [RowGroup] {
    [.account(row.member)] + (row.booking.map { [.ledger($0)] } ?? [])
  }

  private static func all(of row: Conflict) -> [RowGroup] {
    guard row.status == .open else { return [] }
    return (row.booking.map { [.conflicts($0)] } ?? [])
      + (row.presented.isEmpty ? [] : [.lettingIn(row.presented)])
  }
}
