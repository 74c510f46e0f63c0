import Domain
import Rows
import SQLite

/// Passes that let somebody in here while their booking was unknown: known as used for as long as the
/// file lasts, whatever becomes of the operation in the queue and of the rows.
extension OperationLog {
  /// Part of the commit that stores the operation.
  func keepUse(of operation: Operation, at position: Int64) throws {
    guard let booking = (operation.intent as? LetIn)?.claimedBooking else { return }
    try connection.run("INSERT INTO uses VALUES(?, ?, ?)", position, booking, operation.at)
  }

  /// When the pass of a booking was first used here; nil where it was not, or the authority let nobody
  /// in by it.
  func use(of booking: ID<Booking>) throws -> Instant? {
    try connection.first(
      """
      SELECT min(at) FROM uses LEFT JOIN outcomes USING(position)
      WHERE booking = ? AND coalesce(state, '') <> ?
      """, booking, Outcome.State.rejected.rawValue
    ) { $0.optionalInt(0).map { Instant($0) } } ?? nil
  }

  func usedPasses() throws -> Set<ID<Booking>> {
    Set(try connection.all("SELECT booking FROM uses") { $0.id(0, Booking.self) })
  }
}

extension LetIn {
  /// Nil where it is by a code.
  var claimedBooking: ID<Booking>? {
    if let pass { return ID(pass.booking) }
    guard case .pass(let sealed) = Presented(text: presented) else { return nil }
    return ID(sealed.claim.booking)
  }
}
