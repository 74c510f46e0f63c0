/// A rule said no, and why; a person reads the sentence that the catalogue makes of it.
package struct Refusal: Error, Equatable, Sendable {
  package let code: RefusalCode
  /// Times, amounts, counts, ids and names of rules; never personal data.
  package let arguments: [String: Argument]

  package enum Argument: Equatable, Sendable {
    case time(Instant, zone: String)
    case credits(Credits)
    case money(Money)
    case count(Int)
    case seconds(Int)
    case bookings([ID<Booking>])
    case word(String)
  }

  package init(_ code: RefusalCode, _ arguments: [String: Argument] = [:]) {
    self.code = code
    self.arguments = arguments
  }

  /// The bookings to choose among, where the refusal asks for a choice.
  package var choices: [ID<Booking>] {
    if case .bookings(let ids)? = arguments["choices"] { ids } else { [] }
  }
}

extension Refusal: CustomStringConvertible {
  package var description: String { code.rawValue }
}
