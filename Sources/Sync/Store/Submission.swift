import Domain
import Rows
import Wire

/// What a person meant, on its way to being an operation.
struct Submission {
  var intent: any Intent
  var hand: DeskStore.Hand
  var operation: ID<Operation>?
  /// The line is up: what was granted for the dark is not used where there are other places.
  var isOnline = false

  init(
    _ intent: any Intent, _ hand: DeskStore.Hand, _ operation: ID<Operation>? = nil,
    isOnline: Bool = false
  ) {
    self.intent = intent
    self.hand = hand
    self.operation = operation
    self.isOnline = isOnline
  }

  func operation(
    by device: DeviceIdentity, home: ID<Location>, at now: Instant, uncertain: Bool
  ) -> Operation {
    var made = Operation(
      id: operation ?? ID(.minted()), device: device.device, location: hand.location ?? home,
      actor: hand.actor, channel: hand.channel, at: now, clockUncertain: uncertain, intent: intent)
    made.life = device.life
    made.drawing = isOnline ? .sparingly : .freely
    return made
  }
}

extension DeskStore.Hand {
  static let system = Self(actor: .system, channel: .system)
  static let device = Self(actor: .device, channel: .desk)
}

extension DeskWriter {
  /// All of one submit but what the authority says: numbers, the operation itself.
  func submit(_ submission: Submission) throws -> Receipt {
    if let id = submission.operation, let stored = try log.stored(id) {
      return try repeated(stored, submission)
    }
    let operation = try operation(submission)
    try refuseUsed(operation)
    do {
      guard let done = try perform(operation) else {
        preconditionFailure("a submitted operation is stored even if it changes nothing")
      }
      try checkpoint()
      return done.receipt
    } catch let refusal as Refusal {
      try record(refusal, of: operation)
      throw refusal
    } catch let error as WireError where error.code == .tooLarge {
      throw Refusal(.tooLarge)
    }
  }

  /// A pass whose booking is still unknown here lets nobody in twice, also when the first time is no
  /// longer in the rows.
  private func refuseUsed(_ operation: Operation) throws {
    guard let booking = (operation.intent as? LetIn)?.claimedBooking,
      try replica.connection.record(booking) == nil, let before = try log.use(of: booking)
    else { return }
    let facts = replica.studio.facts
    throw Refusal(
      .alreadyCheckedIn,
      [
        "at": .time(before, zone: facts[home]?.zone ?? "UTC"),
        "device": .word(facts[log.identity.device]?.name ?? ""),
      ])
  }

  private func operation(_ submission: Submission) throws -> Operation {
    var submission = submission
    if var numbered = submission.intent as? any Numbered {
      let (kind, count) = numbered.numbersNeeded
      numbered.numbers = try numbers(kind, count)
      submission.intent = numbered
    }
    return system(submission)
  }

  private func system(_ submission: Submission) -> Operation {
    var operation = submission.operation(
      by: log.identity, home: home, at: now, uncertain: clock.isUncertain)
    if !mayDraw { operation.drawing = nil }
    return operation
  }

  var home: ID<Location> {
    replica.studio.facts[log.identity.device]?.location ?? log.identity.location
  }

  /// Throws IDEMPOTENCY_MISMATCH unless the same person meant the same at the same place.
  private func repeated(_ stored: StoredOutcome, _ submission: Submission) throws -> Receipt {
    let header = try PayloadCodec.header(stored.header)
    let before = try PayloadCodec.operation(header, payload: stored.payload)
    guard Repetition.isSame(system(submission), asStored: before, keyed: secrets.keyed)
    else {
      throw Refusal(.idempotencyMismatch)
    }
    return stored.receipt
  }

  /// A refused check-in is put on record, with a keyed hash of what was presented.
  private func record(_ refusal: Refusal, of operation: Operation) throws {
    // A question with choices is no refusal of a person.
    guard let checkIn = operation.intent as? CheckIn, refusal.code != .needsConfirmation else {
      return
    }
    let presented =
      checkIn.presented ?? checkIn.booking?.text ?? checkIn.member?.text ?? ""
    var refused = RefuseEntry(
      presented: try secrets.hash(presented: presented), code: refusal.code)
    (refused.booking, refused.member) = checkIn.whom(
      operation, try replica.facts(for: operation), refusal)
    var entry = operation
    entry.id = ID(.minted())
    entry.intent = refused
    try perform(entry)
    try checkpoint()
  }

  /// Numbers of the device's blocks; where they run short, the authority beside grants more first.
  private func numbers(_ kind: NumberKind, _ count: Int) throws -> [Int] {
    guard count > 0 else { return [] }
    try ensureNumbers([kind: count])
    let numbers = try blocks(kind).next(count)
    guard numbers.count == count else {
      throw StoreError(
        .noNumbers,
        "No numbers are left here until the line is back: use another desk, or write it down.")
    }
    return numbers
  }

  /// Asks for more where what is left would come below half of a block.
  func ensureNumbers(_ wanted: [NumberKind: Int]) throws {
    let short = try wanted.filter { try blocks($0.key).wanted(for: $0.value) != nil }
    if !short.isEmpty { trySettling(wanting: short) }
  }

  private func blocks(_ kind: NumberKind) throws -> NumberBlocks {
    NumberBlocks(try replica.connection.unusedBlocks(kind, of: log.identity.device))
  }
}
