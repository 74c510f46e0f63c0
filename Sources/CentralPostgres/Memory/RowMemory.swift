import Domain

/// One row of the organization.
struct RowKey: Hashable {
  let table: Table
  let key: Bits128
}

/// The rows of one organization that are known here, kept as operations change them: later operations
/// of a batch see what the earlier ones did before anything is written.
///
/// What the database says of a row that is known already is passed over, since it may be older. So
/// an answer of the database, together with what is known, is exact, even where rows have changed
/// that are not written yet; `misleads` tells the few cases in which it is not.
final class RowMemory {
  /// What stays known from commit to commit: many ask for the same sessions and rosters.
  private var lasting = Shelf()
  private var passing = Shelf()
  /// Those that were asked for, nil where it never came or cannot be read.
  private var operations: [ID<Operation>: Operation?] = [:]
  /// What changed and is not written, with the sequence of the last change.
  private(set) var unwritten = ByTable<[Bits128: Int64]>([:])
  /// The times of a session changed, or a block of numbers went, and the database has not heard.
  private var sessionMoved = false
  private var blockGone = false

  fileprivate struct Shelf {
    var tables = ByTable<[Bits128: any Record]>([:])
    var groups: [RowGroup: [Bits128]] = [:]
    var absent: Set<RowKey> = []
    /// Lookups whose rows are all known.
    var whole: Set<Lookup> = []
  }

  /// How many rows stay.
  var size: Int { lasting.tables.all.reduce(0) { $0 + $1.count } }

  private static func isLasting(_ table: Table) -> Bool {
    switch table {
    case .session, .booking, .numberBlock, .allotment: true
    default: false
    }
  }

  private static func isLasting(_ lookup: Lookup) -> Bool {
    switch lookup {
    case .group(.roster), .group(.allotments), .group(.numbers), .group(.allNumbers): true
    default: false
    }
  }

  // MARK: Asking

  func row(_ table: Table, _ key: Bits128) -> (any Record)? {
    Self.isLasting(table) ? lasting.tables[table][key] : passing.tables[table][key]
  }

  subscript<R: Record>(_ id: ID<R>) -> R? { row(R.table, id.raw) as? R }

  /// All known rows, in no order.
  var all: [Change] {
    [lasting, passing].flatMap { $0.tables.all.flatMap { $0.values.map { .put($0) } } }
  }

  /// The known rows of a group, in no order.
  func rows(_ group: RowGroup) -> [any Record] {
    let table = group.table
    let shelf = Self.isLasting(table) ? lasting : passing
    return shelf.groups[group]?.compactMap { shelf.tables[table][$0] } ?? []
  }

  func rows<R: Record>(_ group: RowGroup, _ type: R.Type) -> [R] {
    rows(group).compactMap { $0 as? R }
  }

  func operation(_ id: ID<Operation>) -> Operation? { operations[id] ?? nil }

  func has(_ lookup: Lookup) -> Bool {
    switch lookup {
    case .operation(let id): operations[id] != nil
    case .row(let table, let key):
      row(table, key) != nil || passing.absent.contains(RowKey(table: table, key: key))
    case .places(_, let session):
      lasting.whole.contains(.group(.roster(session))) || passing.whole.contains(lookup)
    default:
      Self.isLasting(lookup) ? lasting.whole.contains(lookup) : passing.whole.contains(lookup)
    }
  }

  /// True where the database must hear of the changes before it is asked this.
  func misleads(_ lookup: Lookup) -> Bool {
    if case .group(.allNumbers) = lookup { return blockGone }
    return sessionMoved && lookup.hangsOnSessions
  }

  /// True while there is anything that it might.
  var misleads: Bool { sessionMoved || blockGone }

  // MARK: Learning what the database says

  func learn(_ row: any Record) {
    let (table, key) = (type(of: row).table, row.key)
    guard self.row(table, key) == nil,
      !passing.absent.contains(RowKey(table: table, key: key))
    else { return }
    insert(row, table, key)
  }

  func learn(_ operation: Operation?, _ id: ID<Operation>) { operations[id] = .some(operation) }

  /// All rows of a lookup have been learnt.
  func learnt(_ lookup: Lookup) {
    switch lookup {
    case .row(let table, let key):
      if row(table, key) == nil { passing.absent.insert(RowKey(table: table, key: key)) }
    case .operation(let id): if operations[id] == nil { learn(nil, id) }
    default:
      if Self.isLasting(lookup) {
        lasting.whole.insert(lookup)
      } else {
        passing.whole.insert(lookup)
      }
    }
  }

  // MARK: Changing

  /// Returns the row as it stood, where it was known.
  @discardableResult
  func write(_ change: Change, at sequence: Int64) -> (any Record)? {
    let (table, key) = (change.table, change.key)
    let old: (any Record)?
    switch change {
    case .put(let row):
      old = insert(row, table, key)
      if old == nil { passing.absent.remove(RowKey(table: table, key: key)) }
      if table == .session { moved(old as? Session, row as? Session) }
    case .delete:
      old = remove(table, key)
      passing.absent.insert(RowKey(table: table, key: key))
      if table == .session { moved(old as? Session, nil) }
      if table == .numberBlock {
        blockGone = true
        lasting.whole = lasting.whole.filter {
          if case .group(.allNumbers) = $0 { false } else { true }
        }
      }
    }
    unwritten[table][key] = sequence
    return old
  }

  /// A row whose content stays, but which has to be told of anew.
  func touch(_ row: some Record, at sequence: Int64) {
    unwritten[type(of: row).table][row.key] = sequence
  }

  /// A session that was not known before may be anything.
  private func moved(_ old: Session?, _ new: Session?) {
    if let old, let new, old.start == new.start, old.end == new.end { return }
    sessionMoved = true
    passing.whole = passing.whole.filter { !$0.hangsOnSessions }
  }

  /// All changes have been sent to the database.
  func written() {
    unwritten = ByTable([:])
    (sessionMoved, blockGone) = (false, false)
  }

  /// The commit has ended: lets go of what is seldom asked twice, but for what the database may not
  /// have heard of yet.
  func settle(keeping rows: some Sequence<RowKey>, operations kept: some Sequence<ID<Operation>>) {
    let before = passing
    passing = Shelf()
    for row in rows {
      if Self.isLasting(row.table) {
        if self.row(row.table, row.key) == nil { passing.absent.insert(row) }
      } else if let record = before.tables[row.table][row.key] {
        insert(record, row.table, row.key)
      } else {
        passing.absent.insert(row)
      }
    }
    let known = operations
    operations = [:]
    for id in kept { operations[id] = known[id] }
  }

  /// Returns the row that stood there.
  @discardableResult
  private func insert(_ row: any Record, _ table: Table, _ key: Bits128) -> (any Record)? {
    Self.isLasting(table) ? lasting.insert(row, table, key) : passing.insert(row, table, key)
  }

  private func remove(_ table: Table, _ key: Bits128) -> (any Record)? {
    Self.isLasting(table) ? lasting.remove(table, key) : passing.remove(table, key)
  }
}

extension RowMemory.Shelf {
  fileprivate mutating func insert(
    _ row: any Record, _ table: Table, _ key: Bits128
  ) -> (any Record)? {
    let old = tables[table].updateValue(row, forKey: key)
    let now = RowGroup.all(of: row, table)
    guard let old else {
      for group in now { groups[group, default: []].append(key) }
      return nil
    }
    // Most changes leave a row in its groups.
    let before = RowGroup.all(of: old, table)
    for group in before where !now.contains(group) { leave(group, key) }
    for group in now where !before.contains(group) { groups[group, default: []].append(key) }
    return old
  }

  fileprivate mutating func remove(_ table: Table, _ key: Bits128) -> (any Record)? {
    guard let old = tables[table].removeValue(forKey: key) else { return nil }
    for group in RowGroup.all(of: old, table) { leave(group, key) }
    return old
  }

  private mutating func leave(_ group: RowGroup, _ key: Bits128) {
    groups[group]?.removeAll { $0 == key }
  }
}
