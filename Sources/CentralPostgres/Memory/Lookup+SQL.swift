import Central
import Domain
import Rows
import Wire

/// How one kind of lookup is asked of the database: many at once, each as one entry of its lists.
struct Asking: Sendable {
  let statement: Statement
  let brings: Brings

  enum Brings: Sendable {
    case rows(Table)
    /// Behind each booking stands its session, where there is one.
    case bookingsWithSessions
    /// Their ids, and the bytes as they were stored.
    case operations
  }

  // MARK: The queries

  // The lists lead as a table of their own, and each of its entries is asked by itself (OFFSET 0
  // keeps the server from turning it round): while it does not know yet how many rows an
  // organization has, it takes any index that begins with it for good enough.

  private static func rows(_ table: Table, _ rest: String, _ lists: [ColumnType]) -> Asking {
    Asking(
      statement: Statement(
        "SELECT \(RowTable[table].columns(of: "r")) FROM \(rest)", [.uuid] + lists),
      brings: .rows(table))
  }

  private static func bookings(_ rest: String, _ lists: [ColumnType]) -> Asking {
    let (booking, session) = (RowTable[.booking], RowTable[.session])
    return Asking(
      statement: Statement(
        "SELECT \(booking.columns(of: "r")), \(session.columns(of: "s")) FROM \(rest)",
        [.uuid] + lists),
      brings: .bookingsWithSessions)
  }

  /// The rows that hold the same values as an entry of the lists.
  private static func found(
    _ table: Table, by columns: [String], and condition: String = ""
  ) -> String {
    let places = columns.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
    let names = columns.joined(separator: ", ")
    let same = columns.map { " AND r.\($0) = q.\($0)" }.joined()
    return """
      unnest(\(places)) q(\(names)) CROSS JOIN LATERAL (
        SELECT * FROM \(RowTable[table].name) r WHERE r.organization = $1\(same) \(condition)
        OFFSET 0) r
      """
  }

  private static func rows(
    _ table: Table, by column: String, _ list: ColumnType = .bytesArray, and condition: String = ""
  ) -> Asking {
    rows(table, found(table, by: [column], and: condition), [list])
  }

  private static let sessionOfRow =
    "SELECT * FROM session s WHERE s.organization = $1 AND s.id = r.session"

  private static func bookings(by column: String, _ list: ColumnType) -> Asking {
    bookings(
      """
      \(found(.booking, by: [column]))
      LEFT JOIN LATERAL (\(sessionOfRow) OFFSET 0) s ON true
      """, [list])
  }

  private static let byKey: [Table: Asking] = Dictionary(
    uniqueKeysWithValues: Table.allCases.map {
      ($0, $0 == .booking ? bookings(by: "id", .bytesArray) : rows($0, by: "id"))
    })
  private static let roster = rows(.booking, by: "session")
  private static let allotments = rows(.allotment, by: "session")
  private static let code = bookings(by: "code", .textArray)
  private static let reference = rows(.booking, by: "reference", .textArray)
  private static let number = rows(.member, by: "number", .textArray)
  private static let barcode = rows(
    .member, by: "barcode", .textArray, and: "AND r.\"barcode\" <> ''")
  private static let email = rows(
    .member, by: "\"foldedEmail\"", .textArray, and: "AND r.\"email\" <> ''")
  private static let family = rows(.member, by: "family", and: "AND r.\"family\" IS NOT NULL")
  private static let born = rows(
    .member, by: "\"birthDate\"", .textArray, and: "AND r.\"birthDate\" IS NOT NULL")
  private static let bookings = bookings(by: "member", .bytesArray)
  private static let lots = rows(.lot, by: "member")
  private static let account = rows(.ledger, by: "member")
  private static let notes = rows(.note, by: "member", and: "AND r.\"member\" IS NOT NULL")
  private static let ledger = rows(.ledger, by: "booking", and: "AND r.\"booking\" IS NOT NULL")
  private static let conflicts = rows(
    .decision, by: "booking", and: "AND r.\"booking\" IS NOT NULL AND \(RowSchema.open)")
  private static let lettingIn = rows(
    .decision, by: "presented", .textArray,
    and: "AND r.\"presented\" <> '' AND \(RowSchema.open)")
  private static let places = rows(
    .booking, found(.booking, by: ["member", "session"]), [.bytesArray, .bytesArray])
  /// The member's bookings lead: a person has few, a studio has thousands of sessions.
  private static let agenda = bookings(
    """
    unnest($2, $3, $4) q(member, since, until) CROSS JOIN LATERAL (
      SELECT * FROM booking r WHERE r.organization = $1 AND r.member = q.member OFFSET 0) r
    CROSS JOIN LATERAL (
      \(sessionOfRow) AND s.start < q.until AND s."end" > q.since OFFSET 0) s
    """, [.bytesArray, .intArray, .intArray])
  private static let absences = bookings(
    """
    unnest($2, $3) q(member, since) CROSS JOIN LATERAL (
      SELECT * FROM booking r
      WHERE r.organization = $1 AND r.member = q.member AND r.state = 'noShow' OFFSET 0) r
    CROSS JOIN LATERAL (\(sessionOfRow) AND s.start >= q.since OFFSET 0) s
    """, [.bytesArray, .intArray])
  private static let booked = rows(
    .booking,
    """
    unnest($2, $3) q(member, since) CROSS JOIN LATERAL (
      SELECT * FROM booking r
      WHERE r.organization = $1 AND r.member = q.member AND r."bookedAt" >= q.since OFFSET 0) r
    """, [.bytesArray, .intArray])
  private static let led = rows(
    .session,
    """
    unnest($2, $3, $4) q(leader, since, until) CROSS JOIN LATERAL (
      SELECT * FROM session r
      WHERE r.organization = $1 AND r.leader = q.leader AND r."leader" IS NOT NULL
        AND r.start < q.until AND r."end" > q.since OFFSET 0) r
    """, [.bytesArray, .intArray, .intArray])
  private static let unused = rows(
    .numberBlock,
    found(
      .numberBlock, by: ["device", "kind"], and: "AND \(RowTable.condition(RowSchema.unused))"),
    [.bytesArray, .textArray])
  private static let lastBlock = rows(
    .numberBlock,
    """
    unnest($2) q(kind) CROSS JOIN LATERAL (
      SELECT * FROM "numberBlock" b WHERE b.organization = $1 AND b.kind = q.kind
      ORDER BY b."end" DESC LIMIT 1) r
    """, [.textArray])

  private static let operation = Asking(
    statement: Statement(
      """
      SELECT found.id, found.header, found.payload FROM unnest($2) q(asked) CROSS JOIN LATERAL (
        SELECT * FROM operations WHERE organization = $1 AND id = q.asked OFFSET 0) found
      """, .uuid, .uuidArray),
    brings: .operations)

  /// The query of a lookup, and its entry in each of the lists.
  static func of(_ lookup: Lookup) -> (asking: Asking, values: [Value]) {
    switch lookup {
    case .row(let table, let key):
      guard let asking = byKey[table] else { preconditionFailure("every table is asked by key") }
      return (asking, [.blob(key.bytes)])
    case .group(let group): return of(group)
    case .places(let member, let session): return (places, [member.value, session.value])
    case .agenda(let member, let from, let to):
      return (agenda, [member.value, from.value, to.value])
    case .booked(let member, let since): return (booked, [member.value, since.value])
    case .absences(let member, let since): return (absences, [member.value, since.value])
    case .operation(let id): return (operation, [id.value])
    case .led(let leader, let from, let to): return (led, [leader.value, from.value, to.value])
    }
  }

  private static func of(_ group: RowGroup) -> (asking: Asking, values: [Value]) {
    switch group {
    case .roster(let session): (roster, [session.value])
    case .allotments(let session): (allotments, [session.value])
    case .bookings(let member): (bookings, [member.value])
    case .code(let code): (Asking.code, [code.value])
    case .reference(let text): (reference, [text.value])
    case .number(let number): (Asking.number, [number.value])
    case .barcode(let barcode): (Asking.barcode, [barcode.value])
    case .email(let email): (Asking.email, [email.value])
    case .family(let family): (Asking.family, [family.value])
    case .born(let day): (born, [day.value])
    case .lots(let member): (lots, [member.value])
    case .account(let member): (account, [member.value])
    case .notes(let member): (notes, [member.value])
    case .ledger(let booking): (ledger, [booking.value])
    case .conflicts(let booking): (conflicts, [booking.value])
    case .lettingIn(let code): (lettingIn, [code.value])
    case .led(let leader): (led, [leader.value, .int(.min), .int(.max)])
    case .numbers(let device, let kind): (unused, [device.value, kind.value])
    case .allNumbers(let kind): (lastBlock, [kind.value])
    }
  }
}

/// One statement that asks many lookups.
struct Question {
  let asking: Asking
  fileprivate(set) var lists: [ColumnList]
  fileprivate(set) var lookups: [Lookup]

  var statement: Statement { asking.statement }

  func with(_ parameters: Parameters) -> Parameters {
    var parameters = parameters
    for list in lists { parameters.add(list) }
    return parameters
  }
}

extension Asking {
  /// Each lookup once, in as few statements as there are kinds of them.
  static func questions(_ lookups: [Lookup]) -> [Question] {
    var questions: [Question] = []
    var places: [String: Int] = [:]
    var seen: Set<Lookup> = []
    for lookup in lookups where seen.insert(lookup).inserted {
      let (asking, values) = Asking.of(lookup)
      let place = places[asking.statement.name] ?? questions.count
      if place == questions.count {
        places[asking.statement.name] = place
        let lists = asking.statement.types.dropFirst().map { ColumnList($0.element) }
        questions.append(Question(asking: asking, lists: lists, lookups: []))
      }
      for (column, value) in values.enumerated() { questions[place].lists[column].append(value) }
      questions[place].lookups.append(lookup)
    }
    return questions
  }
}

extension RowMemory {
  func learn(_ answer: Answer, _ question: Question) throws(PostgresError) {
    try learn(answer, question.asking.brings)
    for lookup in question.lookups { learnt(lookup) }
  }

  /// Learns what a query brought.
  func learn(_ answer: Answer, _ brings: Asking.Brings) throws(PostgresError) {
    switch brings {
    case .rows(let table):
      func all<R: Record>(_ type: R.Type) throws(PostgresError) {
        for row in answer.rows { learn(try row.record(type)) }
      }
      try all(table.type)
    case .bookingsWithSessions:
      let behind = RowTable[.booking].columnCount
      for row in answer.rows {
        let booking = try row.record(Booking.self)
        learn(booking)
        if row.isNull(behind) {
          learnt(.row(.session, booking.session.raw))
        } else {
          learn(try row.record(Session.self, at: behind))
        }
      }
    case .operations:
      for row in answer.rows {
        let stored = StoredOperation(header: row.blob(1), payload: row.blob(2))
        learn(Arrival(stored)?.operation, ID(row.key(0)))
      }
    }
  }
}
