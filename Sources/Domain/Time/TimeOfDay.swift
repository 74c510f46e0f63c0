/// Minutes since local midnight, 0 to 1440; 24:00 is allowed since opening hours may end there.
package struct TimeOfDay: Hashable, Comparable, Sendable {
  package let minutes: Int

  package static let midnight = TimeOfDay(unchecked: 0)

  package init?(minutes: Int) {
    guard (0...1440).contains(minutes) else { return nil }
    self.minutes = minutes
  }

  package init?(hour: Int, minute: Int) {
    guard (0...24).contains(hour), (0...59).contains(minute) else { return nil }
    self.init(minutes: hour * 60 + minute)
  }

  /// For values that a calculation keeps in range.
  init(unchecked minutes: Int) {
    self.minutes = minutes
  }

  package var hour: Int { minutes / 60 }
  package var minute: Int { minutes % 60 }

  package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
    left.minutes < right.minutes
  }
}

// MARK: - Text

extension TimeOfDay: TextCodable, CustomStringConvertible {
  /// `17:30`.
  package var text: String {
    "\(padded(hour, 2)):\(padded(minute, 2))"
  }

  /// Reads `17:30`, and `9:05` as people type it.
  package init?(text: String) {
    var reader = TextReader(text)
    guard let hour = reader.number(digits: 1...2), reader.take(":"),
      let minute = reader.number(digits: 2...2), reader.isAtEnd
    else { return nil }
    self.init(hour: hour, minute: minute)
  }

  package var description: String { text }

  package static var shape: String { "a time of day such as 17:30" }
  package static func read(_ text: String) -> Self? { Self(text: text) }
  package var written: String { text }
}
