import Crypto
import Domain
import Support
import Wire

/// A desk as the promises describe it and no more: a list of operations, the rows that the authority
/// sent, and what follows from both. Everything is made anew at every change.
struct NaiveDesk {
  struct Entry {
    let header: OperationHeader
    let stored: StoredOperation
    /// The chain's hash with it.
    let hash: [UInt8]
    var verdict: Verdict?
  }

  let device: ID<Device>
  let epoch: Epoch
  private(set) var entries: [Entry] = []
  /// The rows as the authority said them, up to the cursor.
  private(set) var base: World
  private(set) var cursor: Int64 = 0
  private(set) var acknowledged: Int64 = 0
  private(set) var storedTo = 0
  /// The base with what is pending.
  var shown: World
  private let blank: World

  init(_ device: ID<Device>, _ epoch: Epoch, world: World) {
    self.device = device
    self.epoch = epoch
    base = world
    shown = world
    blank = world
  }

  /// No outcome yet, or one whose rows have not come.
  func isPending(_ entry: Entry) -> Bool {
    entry.verdict.map { $0.sequence > cursor } ?? true
  }

  var isIdle: Bool { !entries.contains(where: isPending) }

  // MARK: Operations

  /// Decides on what is shown and keeps it; throws the refusal and keeps nothing.
  mutating func submit(
    _ operation: Operation, clock: ClockTrust, wall: Instant, sinceBoot: Int64, boot: Bits128
  ) throws -> Decision {
    let decision = try decide(operation, shown.facts(for: operation))
    let header = OperationHeader(
      operation, epoch: epoch, seq: entries.count + 1, clock: clock, wall: wall,
      mono: Int(sinceBoot), boot: boot)
    keep(
      header, try PayloadCodec.encode(header), payload: try PayloadCodec.encode(operation.intent))
    shown.apply(decision)
    return decision
  }

  /// Keeps an operation whose rows, if any, only the authority can make.
  mutating func keep(_ header: OperationHeader, _ bytes: [UInt8], payload: [UInt8]) {
    let hash = Chain.link(
      after: entries.last?.hash ?? Chain.start, header: bytes, payloadHash: SHA256.hash(payload))
    entries.append(
      Entry(header: header, stored: StoredOperation(header: bytes, payload: payload), hash: hash))
  }

  // MARK: The wire

  func request(atMost limit: Int, at now: Instant) -> ExchangeRequest {
    var request = ExchangeRequest(
      device: device, epoch: epoch,
      previous: storedTo == 0 ? Chain.start : entries[storedTo - 1].hash, cursor: cursor,
      acknowledged: acknowledged)
    let unsent = entries.dropFirst(storedTo)
    request.operations = unsent.prefix(limit).map(\.stored)
    request.watermark = unsent.dropFirst(limit).first?.header.at ?? now
    return request
  }

  /// Takes an answer over; false where it is not for this desk, or was given to an older question.
  mutating func take(_ answer: ExchangeAnswer) -> Bool {
    guard answer.device == device, answer.epoch == epoch, answer.storedTo <= entries.count,
      answer.storedTo == 0 || entries[answer.storedTo - 1].hash == answer.storedHash,
      answer.storedTo >= storedTo, answer.from == cursor || answer.from == 0
    else { return false }
    storedTo = max(storedTo, answer.storedTo)
    for verdict in answer.outcomes {
      guard let place = entries.firstIndex(where: { $0.header.id == verdict.operation }) else {
        continue
      }
      if entries[place].verdict == nil { entries[place].verdict = verdict }
      acknowledged = max(acknowledged, verdict.sequence)
    }
    if answer.from == 0, cursor > 0 { base = blank }
    for case .row(let change) in answer.changes { base.apply([change]) }
    let isNews = cursor != answer.to || !answer.outcomes.isEmpty
    cursor = answer.to
    if isNews { rebase() }
    return true
  }

  private mutating func rebase() {
    shown = base
    for entry in entries where isPending(entry) {
      guard
        let operation = try? PayloadCodec.operation(entry.header, payload: entry.stored.payload),
        let decision = try? decide(operation, shown.facts(for: operation))
      else { continue }
      shown.apply(decision)
    }
  }
}
