package import Domain

extension DeskStore {
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
}
