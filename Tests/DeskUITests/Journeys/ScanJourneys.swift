import DeskUI
import Domain
import Sync
import Testing

/// A scanner and a hand at the roster, each at its own pace: a row is checked in by a hand only.
@Suite struct ScanJourneys {
  /// Keys with the milliseconds between them, told apart as the terminal does.
  private struct Hand {
    var driver: Driver
    var detector = ScanDetector()
    var now = 5_000

    mutating func press(_ text: String, every gap: Int, enterAfter last: Int? = nil) {
      for character in text { press(.char(character), after: gap) }
      press(.enter, after: last ?? gap)
    }

    mutating func press(_ key: Key, after gap: Int) {
      rest(gap)
      let typing = driver.last.typing
      for event in detector.feed(key, at: now, fieldFocused: typing) { driver.tell(event) }
    }

    mutating func rest(_ milliseconds: Int) {
      now += milliseconds
      guard let deadline = detector.deadline, deadline <= now else { return }
      for event in detector.flush(at: deadline) { driver.tell(event) }
    }
  }

  private func roster(_ desk: TestDesk) throws -> Hand {
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter)
    return Hand(driver: driver)
  }

  private func checkedIn(_ desk: TestDesk) throws -> [String] {
    try ["pilates", "vinyasa", "hiit", "aqua"].flatMap { key in
      try desk.store.roster(#require(desk.sessions[key]))?.bookings ?? []
    }.filter { $0.booking.state == .checkedIn }.map(\.member.name)
  }

  private func name(_ name: String, _ desk: TestDesk) throws -> String {
    let member = try #require(desk.members[name])
    return try #require(try desk.store.profile(member)).member.name
  }

  private func give(_ name: String, _ barcode: String, _ desk: TestDesk) throws {
    var details = MemberDetails()
    details.barcode = barcode
    let edit = EditMember(member: try #require(desk.members[name]), details)
    _ = try desk.store.submit(edit, by: .init(actor: .staff(desk.owner.id)))
  }

  /// The last digit is a row of somebody else.
  @Test(arguments: ["41", "403", "4012", "40172"], [2, 8, 30])
  func aShortNumberChecksInItsMember(_ number: String, _ gap: Int) throws {
    let desk = try TestDesk()
    try give("Guest15", number, desk)
    var hand = try roster(desk)
    hand.press(number, every: gap)
    #expect(try checkedIn(desk) == [try name("Guest15", desk)])
    #expect(hand.driver.shows("Esc close"))
  }

  @Test(arguments: ["41", "403", "4012", "40172"])
  func aNumberThatNobodyHasChecksInNobody(_ number: String) throws {
    let desk = try TestDesk()
    var hand = try roster(desk)
    hand.press(number, every: 5)
    #expect(try checkedIn(desk).isEmpty)
    #expect(hand.driver.shows("Read: \(number)"))
  }

  /// Torn by a slow line, or by a scanner slower than the setting.
  @Test(arguments: [(5, 60), (5, 250), (50, 50), (70, 70)])
  func aNumberThatComesInPiecesChecksInNobody(_ gap: Int, _ last: Int) throws {
    let desk = try TestDesk()
    try give("Guest15", "4012", desk)
    var hand = try roster(desk)
    hand.press("4012", every: gap, enterAfter: last)
    #expect(try checkedIn(desk).isEmpty)
    #expect(hand.driver.shows("Scanned or typed? Nothing was done: scan again,"))
    hand.rest(1_000)
    hand.press("4012", every: 5)
    #expect(try checkedIn(desk) == [try name("Guest15", desk)])
  }

  @Test(arguments: [(120, 120), (80, 80), (200, 40), (40, 200)])
  func aHandChecksInTheRow(_ gap: Int, _ last: Int) throws {
    let desk = try TestDesk()
    var hand = try roster(desk)
    let session = try #require(desk.sessions["pilates"])
    let third = try #require(try desk.store.roster(session)).bookings[2].member.name
    hand.press("3", every: gap, enterAfter: last)
    #expect(try checkedIn(desk) == [third])
  }

  /// By name it was found; a card held under the scanner meanwhile is nobody's name.
  @Test func aScanWhereANameIsSoughtChecksInItsMember() throws {
    let desk = try TestDesk()
    try give("Guest15", "5550", desk)
    var hand = Hand(driver: desk.application(signedIn: desk.reception))
    hand.driver.press(.f(5), .tab)
    hand.press("5550", every: 5)
    #expect(try checkedIn(desk) == [try name("Guest15", desk)])
  }

  /// Four digits at a scanner's pace are a card, not a PIN that was wrong.
  @Test func aCardAtTheSignInIsNoPIN() throws {
    let desk = try TestDesk()
    try give("Zanele", "5550", desk)
    var hand = Hand(driver: desk.application(signedIn: nil))
    hand.press(.char("2"), after: 500)
    hand.rest(500)
    hand.press("5550", every: 5)
    #expect(try checkedIn(desk) == [try name("Zanele", desk)])
    hand.press(.esc, after: 500)
    hand.press("2222", every: 120)
    #expect(hand.driver.shows("Thandi M. (reception)"))
  }

  /// Naledi was in Vinyasa at 16:30 too, which nobody has judged or marked yet.
  @Test func aCardOverARosterMeansItsClass() throws {
    let desk = try TestDesk()
    func number(_ name: String) throws -> Event {
      let member = try #require(desk.members[name])
      return .scan(try #require(try desk.store.profile(member)).member.number)
    }
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter)
    #expect(driver.shows("Pilates"))
    for _ in 0..<2 {
      driver.tell(try number("Naledi"))
      #expect(try desk.state("Naledi/pilates").state == .checkedIn)
      #expect(try desk.state("Naledi/vinyasa").state == .confirmed)
    }
    #expect(driver.shows("Already in since"))
    driver.press(.esc)
    // Who is not of this class is asked as anywhere.
    driver.press(.left)
    #expect(driver.shows("Aqua"))
    driver.tell(try number("Pieter"))
    #expect(driver.shows("Vinyasa 16:30") && driver.shows("Pilates 18:00"))
    #expect(try desk.state("Pieter/pilates").state == .confirmed)
  }
}
