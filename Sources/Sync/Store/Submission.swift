import Domain
import Rows
import Wire

/// What a person meant, on its way to being an operation.
struct Submission {
  var intent: any Intent
  var hand: DeskStore.Hand
  var operation: ID<Operation>?

  init(_ intent: any Intent, _ hand: DeskStore.Hand, _ operation: ID<Operation>? = nil) {
    self.intent = intent
    self.hand = hand
    self.operation = operation
  }

  func operation(by device: DeviceIdentity, home: ID<Location>, at now: Instant) -> Operation {
    Operation(
      id: operation ?? ID(.minted()), device: device.device, location: hand.location ?? home,
      actor: hand.actor, channel: hand.channel, at: now, intent: intent)
  }
}

extension DeskStore.Hand {
  static let system = Self(actor: .system, channel: .system)
}

extension DeskWriter {
  /// All of one submit: numbers, the operation itself, what follows from it.
  func submit(_ submission: Submission) throws -> Receipt {
    if let id = submission.operation, let stored = try log.stored(id) {
      return try repeated(stored, submission)
    }
    let operation = try operation(submission)
    do {
      guard let done = try perform(operation) else {
        preconditionFailure("a submitted operation is stored even if it changes nothing")
      }
      try tend(done.decision.freed)
      try checkpoint()
      return done.receipt
    } catch let refusal as Refusal {
      try record(refusal, of: operation)
      throw refusal
    } catch let error as WireError where error.code == .tooLarge {
      throw Refusal(.tooLarge)
    }
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
    submission.operation(by: log.identity, home: home, at: now)
  }

  private var home: ID<Location> {
    replica.studio.facts[log.identity.device]?.location ?? log.identity.location
  }

  /// Throws IDEMPOTENCY_MISMATCH unless the same person meant the same at the same place.
  private func repeated(_ stored: StoredOutcome, _ submission: Submission) throws -> Receipt {
    let header = try PayloadCodec.header(stored.header)
    let before = try PayloadCodec.operation(header, payload: stored.payload)
    guard Repetition.isSame(system(submission), before) else {
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
    var entry = operation
    entry.id = ID(.minted())
    entry.intent = RefuseEntry(
      presented: try secrets.hash(presented: presented), code: refusal.code)
    try perform(entry)
    try checkpoint()
  }

  /// Numbers of the device's blocks; where they run short, the authority, which is this device
  /// itself, grants the next block first.
  private func numbers(_ kind: NumberKind, _ count: Int) throws -> [Int] {
    guard count > 0 else { return [] }
    var blocks = try blocks(kind)
    if let wanted = blocks.wanted(for: count) {
      let grant = GrantNumbers(device: log.identity.device, numbers: kind, count: wanted)
      try perform(system(Submission(grant, .system)))
      blocks = try self.blocks(kind)
    }
    return blocks.next(count)
  }

  private func blocks(_ kind: NumberKind) throws -> NumberBlocks {
    NumberBlocks(try replica.connection.unusedBlocks(kind, of: log.identity.device))
  }

  // MARK: The authority's own work

  /// Does a system operation; returns false where a rule says that it is not time yet, or where
  /// nothing would change.
  func perform(system intent: any Intent) throws -> Bool {
    do {
      let done = try perform(system(Submission(intent, .system)), onlyChanges: true)
      try checkpoint()
      return done != nil
    } catch is Refusal {
      return false
    }
  }

  /// In a training studio nothing happens by the machine's clock.
  var jobsRun: Bool { clock.isSet || !(replica.studio.facts.organization?.training ?? false) }

  /// Places came free: the waiting are offered them at once.
  private func tend(_ sessions: [ID<Session>]) throws {
    guard jobsRun else { return }
    for session in sessions where try DueWork.isWaitedFor(session, in: replica.connection) {
      _ = try perform(system: TendSession(session: session))
    }
  }

  /// Runs what is due; returns how many operations that made.
  func runJobs() throws -> Int {
    guard jobsRun else { return 0 }
    let due = try DueWork(
      in: replica.connection, at: now, studio: replica.studio, home: home)
    var count = 0
    for intent in due.intents where try perform(system: intent) { count += 1 }
    return count
  }
}
