import Central
import Domain
import Support
import Wire

/// Rows by chance, of few members, sessions and values, so that they meet.
struct Chance {
  var source: SeededGenerator
  private var minted: UInt64

  init(seed: UInt64) {
    source = SeededGenerator(seed: seed)
    minted = seed << 32
  }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &source) }

  mutating func id<R>(_ kind: UInt64, of count: Int) -> ID<R> {
    ID(Bits128(hi: kind, lo: UInt64(below(count))))
  }

  mutating func maybe<V>(_ value: V) -> V? { below(3) == 0 ? nil : value }

  mutating func moment() -> Instant { Instant(1_795_000_000 + Int64(below(40)) * 600) }

  mutating func record() -> any Record {
    switch below(13) {
    case 0, 1, 2, 3:
      var row = Booking()
      row.id = id(1, of: 60)
      row.member = id(2, of: 6)
      row.session = id(3, of: 8)
      row.code = ["AB", "CD", "EF"][below(3)]
      row.state = [.confirmed, .noShow, .waitlisted, .cancelled][below(4)]
      row.queue = maybe(below(9))
      row.expiresAt = maybe(moment())
      row.bookedAt = moment()
      row.overrideReason = maybe(text())
      return row
    case 4, 5:
      var row = Session()
      row.id = id(3, of: 8)
      row.service = id(4, of: 3)
      row.leader = maybe(id(5, of: 2))
      row.location = id(14, of: 2)
      row.start = moment()
      row.end = row.start + 1_800
      row.notes = text()
      return row
    case 6:
      var row = Member()
      row.id = id(2, of: 6)
      row.number = ["1", "2", "3"][below(3)]
      row.barcode = ["", "x", "y"][below(3)]
      row.email = ["", "a@b.c", "A@B.C", "d@e.f"][below(4)]
      row.family = maybe(id(6, of: 2))
      // Into an elder one, so that it never goes round.
      row.mergedInto = row.id.raw.lo > 0 ? maybe(id(2, of: Int(row.id.raw.lo))) : nil
      row.birthDate = maybe(Day(sinceEpoch: below(3)))
      row.lastName = text()
      return row
    case 7:
      var row = CreditLot()
      row.id = id(7, of: 12)
      row.member = id(2, of: 6)
      row.left = Credits(hundredths: below(3) * 100)
      row.validTo = maybe(Day(sinceEpoch: 20_000 + below(900)))
      return row
    case 8:
      var row = LedgerEntry()
      row.id = id(8, of: 30)
      row.booking = maybe(id(1, of: 60))
      row.member = id(2, of: 6)
      return row
    case 9:
      var row = NumberBlock()
      row.id = id(9, of: 12)
      row.device = id(10, of: 3)
      row.kind = NumberKind.allCases[below(3)]
      row.end = Int(row.id.raw.lo) * 10 + 10
      row.next = row.end - below(10)
      return row
    case 10:
      var row = Conflict()
      row.id = id(11, of: 20)
      row.booking = maybe(id(1, of: 60))
      row.presented = ["", "AB", "CD"][below(3)]
      row.status = below(2) == 0 ? .open : .resolved
      return row
    case 11:
      var row = Allotment()
      row.id = id(15, of: 12)
      row.session = id(3, of: 8)
      row.device = id(10, of: 3)
      row.places = below(3)
      return row
    default:
      var row = OutsideID()
      row.kind = [.member, .session, .booking, .service][below(4)]
      row.source = "other"
      row.text = String(below(4))
      row.id = OutsideID.id(row.kind, source: row.source, text: row.text)
      let target: ID<Booking> = id([2, 3, 1, 4][below(4)], of: 6)
      row.target = Bytes(target.raw.bytes)
      return row
    }
  }

  /// The studio's own, and what hangs on them.
  mutating func seldom() -> any Record {
    switch below(3) {
    case 0:
      var row = Service()
      row.id = id(4, of: 3)
      row.name = text()
      return row
    case 1:
      var row = Act()
      row.id = id(12, of: 10)
      row.note = maybe(id(13, of: 5))
      row.session = maybe(id(3, of: 8))
      return row
    default:
      var row = Note()
      row.id = id(13, of: 5)
      row.text = text()
      row.member = maybe(id(2, of: 6))
      row.session = maybe(id(3, of: 8))
      return row
    }
  }

  /// Whatever a person, another program or a fault may put into a text.
  mutating func text() -> String {
    var scalars = String.UnicodeScalarView()
    for _ in 0..<below(6) {
      let odd: [Unicode.Scalar] = [
        "\0", "\u{10FFFF}", "\u{FFFE}", "'", "\\", "\u{1F}", "é", "😀", "{", "0", "\u{F8FF}",
      ]
      let scalar =
        below(2) == 0
        ? odd[below(odd.count)] : Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &source))
      if let scalar { scalars.append(scalar) }
    }
    return String(scalars)
  }

  mutating func read() -> Read {
    let from = moment()
    switch below(25) {
    case 0: return .session(id(3, of: 9))
    case 1: return .roster(id(3, of: 9))
    case 2: return .service(id(4, of: 4))
    case 3: return .services
    case 4: return .booking(id(1, of: 70))
    case 5: return .code(["AB", "CD", "ZZ", "\0"][below(4)])
    case 6: return .member(id(2, of: 7))
    case 7: return .memberNumber(["1", "2", "9"][below(3)])
    case 8: return .barcode(["", "x", "z"][below(3)])
    case 9: return .lots(id(2, of: 7))
    case 10: return .lot(id(7, of: 13))
    case 11: return .ledger(id(1, of: 60))
    case 12: return .places(id(2, of: 6), id(3, of: 8))
    case 13, 14: return .agenda(id(2, of: 6), from: from, to: from + 1_800)
    case 15: return .booked(id(2, of: 6), since: from)
    case 16: return .absences(id(2, of: 6), since: from)
    case 17: return .leaderSessions(id(5, of: 2), from: from, to: from + 3_600)
    case 18: return .act(id(12, of: 11))
    case 19: return .note(id(13, of: 6))
    case 20: return .born(Day(sinceEpoch: below(4)))
    case 21: return .account(id(2, of: 6))
    case 22: return .operation(operation(below(20)))
    case 23:
      return below(2) == 0
        ? .numbers(id(10, of: 3), NumberKind.allCases[below(3)])
        : .allNumbers(NumberKind.allCases[below(3)])
    default:
      switch below(5) {
      case 0: return .email(["", "a@b.c", "d@e.f"][below(3)])
      case 1: return .conflict(id(11, of: 20))
      case 2: return .conflicts(id(1, of: 60))
      case 3: return .lettingIn(["", "AB", "CD"][below(3)])
      default:
        return .outside(
          [.member, .session, .booking, .service][below(4)], source: "other",
          text: String(below(5)))
      }
    }
  }

  mutating func change() -> Change {
    let row = below(6) == 0 ? seldom() : record()
    // No operation deletes a booking: the entries that hang on it would lose their session.
    let goes = below(7) == 0 && !(row is Booking)
    return goes ? .delete(type(of: row).table, row.key) : .put(row)
  }

  /// What one operation does: each row once.
  mutating func changes() -> [Change] {
    var seen: Set<Bits128> = []
    return (0..<below(6)).map { _ in change() }.filter { seen.insert($0.key).inserted }
  }

  /// An operation that nobody meant, to which changes belong.
  mutating func kept(at sequence: Int64) throws -> (Arrival, Verdict) {
    minted += 1
    let operation = Operation(
      id: ID(Bits128(hi: 99, lo: minted)), device: id(10, of: 3), location: id(14, of: 2),
      actor: .system, channel: .system, at: moment(), intent: TendSession(session: id(3, of: 8)))
    let header = OperationHeader(
      operation, epoch: Epoch(1), seq: 1, clock: .own, wall: operation.at, mono: 0,
      boot: Bits128(hi: 0, lo: 0))
    let stored = StoredOperation(
      header: try PayloadCodec.encode(header), payload: try PayloadCodec.encode(operation.intent))
    guard let arrival = Arrival(stored) else { throw WireError(.malformedHeader) }
    return (
      arrival, Verdict(operation: operation.id, sequence: sequence, outcome: Outcome(.applied))
    )
  }

  func operation(_ number: Int) -> ID<Operation> {
    ID(Bits128(hi: 99, lo: (minted >> 32) << 32 + UInt64(number)))
  }
}
