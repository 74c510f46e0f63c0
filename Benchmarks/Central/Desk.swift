import Central
import Crypto
import Domain
import Wire

/// One device of the crowd: a new life of its file, its token, and what it sends next.
final class Desk {
  let number: Int
  private let token: String
  private let owner: ID<Staff>
  private let location: ID<Location>
  private let host: String
  private let epoch = Epoch(.random(in: 1 ... .max))
  private let boot = Bits128(hi: 1, lo: 1)
  private var seq = 0
  private var hash = Chain.start
  private var nextNumber: Int
  /// The sequence of the last outcome that it heard of: what earlier runs left is passed over.
  private var acknowledged: Int64

  /// Opens the door of the studio, as whoever has its store can.
  init(
    _ number: Int, _ authority: Authority<some AuthorityStore>, host: String, at now: Instant
  ) throws {
    self.number = number
    self.host = host
    let id = Crowd.device(number)
    let door = try authority.door()
    var facts = try authority.store.studio(knowing: nil)
    try authority.store.answer([.numbers(id, .reference)], into: &facts)
    guard let device = facts[id], let place = facts.all(Location.self).first,
      let owner = facts.all(Staff.self).first
    else { throw Crowd.Unfit() }
    let blocks = facts.all(NumberBlock.self).filter { $0.device == id && $0.kind == .reference }
    (location, self.owner) = (place.id, owner.id)
    acknowledged = try authority.store.sequence()
    nextNumber = blocks.map(\.next).min() ?? 0
    let nonce = try door.nonce(at: now)
    let message = SignedMessage.token(id, of: door.organization, nonce: nonce)
    token = try door.token(
      for: device, nonce: nonce, signature: try Crowd.key(number).sign(message), at: now
    ).text
  }

  /// A request of one operation, but for the number of outcomes that are acknowledged by then.
  struct Prepared {
    let id: ID<Operation>
    /// The body from the value of `ackedOutcomes` on.
    fileprivate let rest: [UInt8]
  }

  private static let start = Array(#"{"ackedOutcomes":"#.utf8)

  func book(_ session: ID<Session>, _ member: ID<Member>, at now: Instant) throws -> Prepared {
    var book = Book(
      session: session, member: member, code: BookingCode(random: .random(in: 0 ... .max)))
    book.numbers = [nextNumber]
    nextNumber += 1
    return try prepare(book, at: now)
  }

  func prepare(_ intent: any Intent, at now: Instant) throws -> Prepared {
    seq += 1
    // An id carries the millisecond in which it was made: what comes later has a higher one.
    let id = Bits128(milliseconds: now.seconds * 1_000 + Int64(seq), random: randomBytes(16))
    let operation = Operation(
      id: ID(id), device: Crowd.device(number), location: location,
      actor: .staff(owner), channel: .desk, at: now, intent: intent)
    let header = OperationHeader(
      operation, epoch: epoch, seq: seq, clock: .verified, wall: now, mono: 0, boot: boot)
    let stored = StoredOperation(
      header: try PayloadCodec.encode(header), payload: try PayloadCodec.encode(intent))
    var request = ExchangeRequest(
      device: Crowd.device(number), epoch: epoch, previous: hash, cursor: 0, acknowledged: 0)
    request.operations = [stored]
    request.want.rows = 0
    hash = Chain.link(
      after: hash, header: stored.header, payloadHash: SHA256.hash(stored.payload))
    let body = try ExchangeCodec.encode(request)
    guard body.starts(with: Self.start + [UInt8(ascii: "0")]) else { throw Crowd.Unfit() }
    return Prepared(id: operation.id, rest: Array(body.dropFirst(Self.start.count + 1)))
  }

  /// As it goes over the line now.
  func request(_ prepared: Prepared) -> [UInt8] {
    let digits = "\(acknowledged)".utf8
    let length = Self.start.count + digits.count + prepared.rest.count
    let head = """
      POST /v1/exchange HTTP/1.1\r\nHost: \(host)\r\nAuthorization: Bearer \(token)\r
      \(ProtocolHeader.name): \(ProtocolHeader.value)\r
      Content-Type: \(ProtocolHeader.lines)\r\nContent-Length: \(length)\r\n\r\n
      """
    var bytes = Array(head.utf8)
    bytes += Self.start
    bytes += digits
    bytes += prepared.rest
    return bytes
  }

  // MARK: Answers

  struct Told {
    let sequence: Int64
    let state: Outcome.State
  }

  private var taken = 0

  /// What was said of an operation. Most answers are only looked through, for the machine is the
  /// service's as well.
  func take(_ body: [UInt8], of prepared: Prepared) throws -> Told {
    taken += 1
    let told: Told
    if taken % 64 == 1 {
      let answer = try ExchangeCodec.answer(body)
      guard answer.stop == nil, answer.storedTo <= seq, let verdict = answer.outcomes.last,
        verdict.operation == prepared.id
      else { throw Crowd.Unfit() }
      told = Told(sequence: verdict.sequence, state: verdict.outcome.state)
    } else {
      told = try Self.glance(body)
    }
    acknowledged = told.sequence
    return told
  }

  private static let outcomes = Array(#""outcomes":[[""#.utf8)
  private static let stop = Array(#""stop":"#.utf8)

  /// The only outcome: `["ID",SEQUENCE,"STATE"`.
  private static func glance(_ body: [UInt8]) throws -> Told {
    guard body.place(of: stop) == nil, let start = body.place(of: outcomes) else {
      throw Crowd.Unfit()
    }
    var rest = body[(start + outcomes.count)...]
    func word() -> ArraySlice<UInt8> {
      let word = rest.prefix { $0 != UInt8(ascii: "\"") }
      rest = rest.dropFirst(word.count + 1)
      return word
    }
    _ = word()
    let digits = word().filter { 48...57 ~= $0 }
    let state = word()
    guard let sequence = Int64(String(decoding: digits, as: UTF8.self)),
      let state = Outcome.State(rawValue: String(decoding: state, as: UTF8.self))
    else { throw Crowd.Unfit() }
    return Told(sequence: sequence, state: state)
  }
}
