package import Domain
import SQLite

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

  private let reader: ReplicaReader

  private init(reader: ReplicaReader) { self.reader = reader }

  /// Runs queries on the replica; all of one `body` see the same moment. Not to be nested.
  ///
  /// `records(Booking.self, "WHERE session = ?", id)`, `record(id)` and `Row.record` read rows;
  /// table and field names are those of the records (`"end"` and `"left"` need quotes).
  func read<T>(_ body: (Connection) throws -> T) throws -> T { try reader.read(body) }

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
