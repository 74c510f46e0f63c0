import Domain
import Support
import Testing

@Suite struct PresentedTests {
  @Test func sortsWhatIsTyped() throws {
    let code = BookingCode(random: 99)
    #expect(
      Presented(text: " \(code.text.lowercased())\n")
        == .candidates(
          [.barcode(code.text.lowercased()), .bookingCode(code)], otherwise: nil))
    let number = try #require(MemberNumber(sequence: 427))
    #expect(
      Presented(text: number.text)
        == .candidates([.barcode(number.text), .memberNumber(number)], otherwise: nil))
  }

  @Test(arguments: [
    ("004272", CodeFailure.mistyped), ("hello", .malformed), ("6001007654321", .malformed),
    ("K7QF-2M9Y", .mistyped),
  ])
  func explainsWhatMatchesNothingElse(_ text: String, failure: CodeFailure) {
    #expect(Presented(text: text) == .candidates([.barcode(text)], otherwise: failure))
  }

  @Test func knowsNothingAndTooMuch() {
    #expect(Presented(text: " \t\n") == .candidates([], otherwise: .malformed))
    let long = String(repeating: "X", count: 65)
    #expect(Presented(text: long) == .candidates([], otherwise: .malformed))
    #expect(Presented(text: "") == .candidates([], otherwise: .malformed))
  }

  /// An eight-digit number can be a member's, never a booking's.
  @Test func neverTakesDigitsForABookingCode() throws {
    let number = try #require(MemberNumber(sequence: 1_234_567))
    #expect(
      Presented(text: number.text)
        == .candidates([.barcode(number.text), .memberNumber(number)], otherwise: nil))
  }

  /// Key 1280 makes the text begin with a blank, which is part of base45 and not to be trimmed.
  @Test(arguments: [UInt16(0), 7, 1280, .max], ["", "\n", "\r\n"])
  func recognisesPasses(_ key: UInt16, end: String) throws {
    let pass = QRPass(
      key: key, booking: Bits128(hi: 1, lo: 2), member: 3, session: 4, validFrom: Instant(0),
      validTo: Instant(60))
    let text = try #require(pass.text(signature: [UInt8](repeating: 9, count: 64)))
    #expect(text.hasPrefix(" ") == (key == 1280))
    #expect(Presented(text: text + end) == .pass(try QRPass.Sealed(text: text)))
  }
}
