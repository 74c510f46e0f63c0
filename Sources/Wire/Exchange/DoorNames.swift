package import Domain

/// How a kiosk greets whoever has a booking, in boxes that only the pass and the code open.
package struct LockedName: Sendable, Equatable {
  package let booking: ID<Booking>
  /// `DoorBox`es one behind the other; empty where there is nobody to greet.
  package let boxes: [UInt8]

  package init(booking: ID<Booking>, boxes: [UInt8]) {
    self.booking = booking
    self.boxes = boxes
  }

  /// What a code's box is salted with: the location and the local day of the session.
  package static func place(_ location: ID<Location>, _ day: Day) -> [UInt8] {
    Array("\(location.text) \(day.text)".utf8)
  }
}

/// A name with what it is to be locked under.
package struct OpenName: Sendable {
  package let booking: ID<Booking>
  package let greeting: Greeting
  package let code: String
  package let place: [UInt8]
  /// Of the pass, by each key that may have signed it.
  package let signatures: [[UInt8]]

  package init(
    booking: ID<Booking>, greeting: Greeting, code: String, place: [UInt8],
    signatures: [[UInt8]]
  ) {
    self.booking = booking
    self.greeting = greeting
    self.code = code
    self.place = place
    self.signatures = signatures
  }
}
