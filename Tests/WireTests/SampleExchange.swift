import Crypto
import Domain
import Support
import Wire

/// Requests and answers by chance, as devices and the authority make them.
struct SampleExchange {
  var chance: SeededGenerator

  init(seed: UInt64) { chance = SeededGenerator(seed: seed) }

  mutating func bits() -> Bits128 {
    Bits128(hi: chance.next(), lo: chance.next())
  }

  /// UUIDv7, as operations and rows get.
  mutating func id<R>(at milliseconds: Int, _ type: R.Type = R.self) -> ID<R> {
    ID(
      Bits128(
        hi: UInt64(milliseconds) << 16 | 0x7000 | chance.next() & 0xFFF,
        lo: 1 << 63 | chance.next() >> 2))
  }

  /// A busy evening: mostly check-ins by booking, some bookings, one desk, one person signed in.
  mutating func evening(_ count: Int) throws -> ExchangeRequest {
    let start = 1_795_000_000_000
    let device = id(at: start - 90 * 86_400_000, Device.self)
    let epoch = Epoch(chance.next())
    var request = ExchangeRequest(
      device: device, epoch: epoch, previous: SHA256.hash([1]), cursor: 40_213,
      acknowledged: 40_190)
    request.watermark = Instant(1_795_000_000)
    request.nonce = bits()
    let location: ID<Location> = id(at: start - 90 * 86_400_000)
    let staff: ID<Staff> = id(at: start - 80 * 86_400_000)
    let boot = bits()
    let session: ID<Session> = id(at: start - 5 * 86_400_000)
    for number in 0..<count {
      let now = start + number * 7_000 + Int.random(in: 0..<4_000, using: &chance)
      let before = now - Int.random(in: 3_600_000...400_000_000, using: &chance)
      let intent: any Intent
      if number % 5 == 4 {
        intent = Book(
          session: session, member: id(at: before), code: BookingCode(random: chance.next()))
      } else {
        intent = CheckIn(booking: id(at: before))
      }
      let operation = Operation(
        id: id(at: now), device: device, location: location, actor: .staff(staff), channel: .desk,
        at: Instant(Int64(now / 1_000)), intent: intent)
      var header = OperationHeader(
        operation, epoch: epoch, seq: 1_200 + number, clock: .verified,
        wall: Instant(Int64(now / 1_000)), mono: 900_000_000 + number * 7_000, boot: boot)
      header.basis = Basis(cursor: 40_213, seatsLeft: 3)
      request.operations.append(
        StoredOperation(
          header: try PayloadCodec.encode(header), payload: try PayloadCodec.encode(intent)))
    }
    return request
  }

  /// What the authority says to it.
  mutating func answer(to request: ExchangeRequest) throws -> ExchangeAnswer {
    var answer = ExchangeAnswer(
      device: request.device, epoch: request.epoch, storedTo: 1_199 + request.operations.count,
      storedHash: SHA256.hash([2]), from: 40_213, to: 40_263, serverTime: 1_795_000_400_123)
    for (number, stored) in request.operations.enumerated() {
      let header = try PayloadCodec.header(stored.header)
      let intent = try PayloadCodec.intent(stored.payload, of: header)
      var verdict = Verdict(
        operation: header.id, sequence: 40_214 + Int64(number), outcome: Outcome(.applied))
      if let checkIn = intent as? CheckIn { verdict.subject = checkIn.booking?.raw }
      if intent is Book { verdict.subject = header.id.raw }
      answer.outcomes.append(verdict)
    }
    return answer
  }

  /// Every field by chance, sensible or not.
  mutating func anyAnswer() -> ExchangeAnswer {
    var answer = ExchangeAnswer(
      device: ID(bits()), epoch: Epoch(chance.next()), storedTo: Int(chance.next() >> 40),
      storedHash: SHA256.hash([3]), from: Int64(chance.next() >> 40),
      to: Int64(chance.next() >> 40),
      serverTime: Int64(chance.next() >> 20))
    answer.nonce = Bool.random(using: &chance) ? bits() : answer.nonce
    answer.more = Bool.random(using: &chance)
    answer.moreOutcomes = Bool.random(using: &chance)
    answer.retryAfter = Bool.random(using: &chance) ? 7 : nil
    answer.stop = [nil, .gap, .fork, .malformed].randomElement(using: &chance) ?? nil
    if Bool.random(using: &chance) {
      answer.behind = [
        AwaitedDevice(ID(bits()), watermark: Instant(1_795_000_000), lastContact: nil),
        AwaitedDevice(ID(bits()), watermark: nil, lastContact: Instant(1_795_000_100)),
      ]
    }
    if Bool.random(using: &chance) { answer.digest = [.booking: .max, .member: 0, .lot: 77] }
    for _ in 0..<Int.random(in: 0...5, using: &chance) {
      answer.outcomes.append(verdict())
      let text = Bool.random(using: &chance) ? "6BF+70R3QHN \"$%*+-./:" : nil
      answer.passes.append(IssuedPass(booking: ID(bits()), text: text))
      var note = Note()
      note.id = ID(bits())
      note.text = "line\nfeed \"quoted\" \u{2028} Zoë"
      answer.changes.append(.row(.put(note)))
      answer.changes.append(.row(.delete(.booking, bits())))
      answer.changes.append(.evict(ID(bits())))
    }
    return answer
  }

  private mutating func verdict() -> Verdict {
    let codes = [nil] + RefusalCode.allCases.map(Optional.some)
    var verdict = Verdict(
      operation: ID(bits()), sequence: Int64(chance.next() >> 30),
      outcome: Outcome(
        [.applied, .adjusted, .rejected, .parked].randomElement(using: &chance) ?? .applied,
        code: codes.randomElement(using: &chance) ?? nil))
    if Bool.random(using: &chance) { verdict.subject = bits() }
    if Bool.random(using: &chance) { verdict.returned = Credits(hundredths: 50) }
    if Bool.random(using: &chance) {
      verdict.results = [
        RowResult(.kept, key: bits()), RowResult(.unchanged),
        RowResult(.refused, refusal: .classFull, message: "Zoë \"x\"\n"),
      ]
    }
    return verdict
  }
}
