/// All that a kiosk ever learns of a name: "Thandi" and "M".
package struct Greeting: Sendable, Equatable {
  package let first: String
  package let initial: String

  /// Nil for a member without a first name: nobody is greeted by an initial.
  package init?(_ member: Member) {
    guard !member.firstName.isEmpty else { return nil }
    first = member.firstName
    let clicks = member.lastName.prefix { "ǀǁǂǃ".contains($0) }
    initial = String(clicks + member.lastName.dropFirst(clicks.count).prefix(1))
  }

  /// As it is locked: the initial first, since a long name is cut at its end.
  package var packed: String { "\(initial)\u{1E}\(first)" }

  package init?(packed: String) {
    let parts = packed.split(separator: "\u{1E}", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else { return nil }
    (initial, first) = (String(parts[0]), String(parts[1]))
  }

  /// "Thandi M."
  package var short: String { initial.isEmpty ? first : "\(first) \(initial)." }
}
