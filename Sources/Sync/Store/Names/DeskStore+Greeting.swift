import Crypto
package import Domain
import SQLite
import Wire

/// Whom a kiosk that holds no names has before it, as far as what they showed tells it.
extension DeskStore {
  /// By a pass, at once; nil for anything else, and where no name is kept for it.
  package func greeting(byPass text: String) -> Greeting? {
    guard case .pass(let pass) = Presented(text: text),
      let boxes = boxes(of: ID(pass.claim.booking)),
      let key = try? DoorBox.key(signature: pass.signature)
    else { return nil }
    return DoorBox.open(boxes, key: key).flatMap { Greeting(packed: $0) }
  }

  /// By the booking's own code, after some 30 ms in which nothing is locked; nil for anything else.
  package func greeting(of booking: BookingView, byCode text: String) -> Greeting? {
    guard let session = booking.session, let code = Presented(text: text).bookingCode,
      let boxes = boxes(of: booking.booking.id)
    else { return nil }
    let place = LockedName.place(
      session.session.location, session.zone.day(of: session.session.start))
    guard let key = try? DoorBox.key(code: code.compact, place: place) else { return nil }
    return DoorBox.open(boxes, key: key).flatMap { Greeting(packed: $0) }
  }

  /// Nil at a desk, whose rows have the names.
  private func boxes(of booking: ID<Booking>) -> [UInt8]? {
    let found = try? names.read { connection in
      try connection.first("SELECT boxes FROM name WHERE booking = ?", booking) { $0.blob(0) }
    }
    return found.flatMap { $0 }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Names of whoever is in, or whose day is over, go from the disk, with a line or without; cheap enough
  /// for each minute.
  func forgetOldNames() throws {
    let isAny = try? names.read { connection in
      try connection.first("SELECT 1 FROM name LIMIT 1") { _ in true }
    }
    if isAny.flatMap({ $0 }) ?? false { try locked { $0.forgetOldNames() } }
  }
}

extension Presented {
  fileprivate var bookingCode: BookingCode? {
    guard case .candidates(let candidates, _) = self else { return nil }
    return candidates.lazy.compactMap { candidate in
      if case .bookingCode(let code) = candidate { code } else { nil }
    }.first
  }
}
