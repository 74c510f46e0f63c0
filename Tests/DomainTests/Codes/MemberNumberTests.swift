import Domain
import Support
import Testing

@Suite struct MemberNumberTests {
  /// 572 takes the digit 4 in Damm's own example.
  @Test func hasDammsDigit() throws {
    #expect(MemberNumber(sequence: 572)?.text == "005724")
    #expect(try MemberNumber(text: "5724").sequence == 572)
    #expect(try MemberNumber(text: "00 5724").sequence == 572)
    #expect(MemberNumber(sequence: 0) == nil)
    #expect(MemberNumber(sequence: .max)?.text.count == 11)
  }

  @Test func catchesEverySingleErrorAndSwap() throws {
    var random = SeededGenerator(seed: 10)
    for _ in 0..<300 {
      let number = try #require(
        MemberNumber(sequence: UInt32.random(in: 1...400_000_000, using: &random)))
      let digits = Array(number.text)
      #expect(try MemberNumber(text: number.text) == number)
      for place in digits.indices {
        for other in "0123456789" where other != digits[place] {
          var wrong = digits
          wrong[place] = other
          #expect(throws: CodeFailure.self) { try MemberNumber(text: String(wrong)) }
        }
        guard place > 0, digits[place] != digits[place - 1] else { continue }
        var wrong = digits
        wrong.swapAt(place, place - 1)
        #expect(throws: CodeFailure.self) { try MemberNumber(text: String(wrong)) }
      }
    }
  }

  @Test(arguments: [
    "", "4", "0", "00", "57a4", "５７２４", "-", "99999999999999999999999", "5724.0", "+5724",
    "429496729600",
  ])
  func refusesOtherShapes(_ text: String) {
    #expect(throws: CodeFailure.malformed) { try MemberNumber(text: text) }
  }

  @Test func tellsASlipFromNonsense() {
    #expect(throws: CodeFailure.mistyped) { try MemberNumber(text: "5725") }
  }
}
