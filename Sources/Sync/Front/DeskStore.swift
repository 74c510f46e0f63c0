package import Domain

/// The front of one data directory: everything screens and commands read, and the one way to write.
///
/// Reads go to the replica and never wait for a write; `submit` returns after the operation is on
/// disk. Safe to use from any thread; several processes may have the same directory open.
package final class DeskStore: Sendable {
  /// What the person at the keyboard is, for one submit.
  package struct Hand: Sendable {
    package var actor: Actor
    package var channel: Channel
    package var location: ID<Location>?

    /// Without a location the device's own.
    package init(
      actor: Actor, channel: Channel = .desk, location: ID<Location>? = nil
    ) {
      self.actor = actor
      self.channel = channel
      self.location = location
    }
  }

  private init() {}

  /// Makes a stand-alone studio in an empty directory; throws `StoreError.exists` where one is.
  package static func found(_ founding: Founding, in directory: String, clock: DeskClock)
    throws -> DeskStore
  { preconditionFailure("being written") }

  /// Opens what is there; throws `StoreError` for nothing there, damage, or a lock that stays taken.
  package static func open(_ directory: String, clock: DeskClock, wait: Int = 30) throws
    -> DeskStore
  { preconditionFailure("being written") }

  package var studio: StudioView { preconditionFailure("being written") }
  package var clock: DeskClock { preconditionFailure("being written") }

  /// Changes with every commit of any process to this directory; cheap to ask often.
  package func changeToken() throws -> UInt64 { preconditionFailure("being written") }

  // MARK: Reading

  /// Sessions that start on the local days, by start, location, room, id.
  package func schedule(from: Day, days: Int, at location: ID<Location>?) throws -> [SessionView] {
    preconditionFailure("being written")
  }

  package func session(_ id: ID<Session>) throws -> SessionView? {
    preconditionFailure("being written")
  }

  package func roster(_ id: ID<Session>) throws -> RosterView? {
    preconditionFailure("being written")
  }

  package func booking(_ id: ID<Booking>) throws -> BookingView? {
    preconditionFailure("being written")
  }

  /// Finds one booking by id, code (any spelling) or reference.
  package func booking(named text: String) throws -> BookingView? {
    preconditionFailure("being written")
  }

  /// Finds one member by id, number or outside barcode.
  package func member(named text: String) throws -> Member? {
    preconditionFailure("being written")
  }

  package func profile(_ id: ID<Member>) throws -> MemberProfile? {
    preconditionFailure("being written")
  }

  /// Best first; also finds members by booking code and exact number.
  package func lookup(_ query: String, limit: Int = 20) throws -> [MemberHit] {
    preconditionFailure("being written")
  }

  /// This device's operations, oldest first (`newestFirst` turns that round), and how many pend.
  package func outbox(pendingOnly: Bool = false, limit: Int? = nil, newestFirst: Bool = false)
    throws -> (pending: Int, operations: [OperationView])
  { preconditionFailure("being written") }

  /// The last acts of this device that can still be undone, the newest first.
  package func undoable(limit: Int) throws -> [Act] { preconditionFailure("being written") }

  /// Walks all rows of a kind in id order, in pages, for exports.
  package func rows<R: Record>(_ type: R.Type, _ body: (R) throws -> Void) throws {
    preconditionFailure("being written")
  }

  // MARK: Writing

  /// Decides and stores one intent; throws `Refusal` if a rule says no, `StoreError` if the disk does.
  ///
  /// A refused check-in is put on record too. The same `operation` id again returns its receipt;
  /// with another payload it throws IDEMPOTENCY_MISMATCH.
  package func submit(
    _ intent: any Intent, by hand: Hand, operation: ID<Operation>? = nil
  ) throws -> Receipt { preconditionFailure("being written") }

  /// Decides without storing: what would happen (the credits a cancellation would return).
  package func preview(_ intent: any Intent, by hand: Hand) throws -> Decision {
    preconditionFailure("being written")
  }

  /// A fresh booking code from the machine's randomness.
  package func mintCode() -> BookingCode { preconditionFailure("being written") }

  package func mintOperation() -> ID<Operation> { preconditionFailure("being written") }

  /// Runs the jobs that are due (holds, offers, judgement, credit expiry); returns how many ran.
  @discardableResult
  package func runJobs() throws -> Int { preconditionFailure("being written") }

  // MARK: People and passes

  /// Checks a PIN; throws WRONG_PIN or LOCKED_OUT (with seconds to wait) as a refusal.
  package func signIn(_ staff: ID<Staff>, pin: String) throws {
    preconditionFailure("being written")
  }

  /// A PIN's verifier, sealed under this directory's secret, for `AddStaff`.
  package func verifier(pin: String) throws -> Bytes { preconditionFailure("being written") }

  /// The signed pass of a booking as QR text, with the moment it ends.
  package func pass(_ booking: ID<Booking>) throws -> (text: String, expires: Instant)? {
    preconditionFailure("being written")
  }

  // MARK: Health

  package func checks() throws -> [Check] { preconditionFailure("being written") }

  /// Marks a clean stop; the next start checks less.
  package func close() throws { preconditionFailure("being written") }
}

/// What `desk init` asks.
package struct Founding: Sendable {
  package var name: String
  package var location: String
  package var zone: String
  package var owner: String
  package var pin: String
  package var currency: String
  package var training: Bool

  package init(
    name: String, location: String, zone: String, owner: String, pin: String,
    currency: String = "ZAR", training: Bool = false
  ) {
    self.name = name
    self.location = location
    self.zone = zone
    self.owner = owner
    self.pin = pin
    self.currency = currency
    self.training = training
  }
}

/// Where the desk takes "now" from: the machine, or a set clock that runs on from a moment.
package struct DeskClock: Sendable {
  /// Seconds to add to the machine's clock; 0 is the real time.
  package let offset: Int
  package let isSet: Bool

  package init(offset: Int = 0, isSet: Bool = false) {
    self.offset = offset
    self.isSet = isSet
  }
}

/// Why a store cannot be used; says what happened and what to do, never what was in it.
package struct StoreError: Error, Sendable {
  package enum Code: String, Sendable {
    case exists, missing, damaged, locked, disk, notTraining, tooNew, badZone
  }
  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
