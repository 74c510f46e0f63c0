import DeskUI
import Domain
import Sync
import Testing

/// Ninety seconds before and after a class.
@Suite struct TrainerJourneys {
  /// Of the day Lerato leads only Vinyasa, which is over, and Pilates.
  private func studio() throws -> TestDesk {
    let desk = try TestDesk()
    for key in ["hiit", "aqua", "late", "night"] {
      var change = ChangeSession(session: try #require(desk.sessions[key]))
      change.leader = desk.owner.id
      _ = try desk.store.submit(change, by: DeskStore.Hand(actor: .staff(desk.owner.id)))
    }
    return desk
  }

  /// Pilates with thirty people, of whom two will not come.
  private func crowd() throws -> TestDesk {
    let desk = try studio()
    let session = try #require(desk.sessions["pilates"])
    var change = ChangeSession(session: session)
    change.capacity = 40
    _ = try desk.store.submit(change, by: DeskStore.Hand(actor: .staff(desk.owner.id)))
    for name in TestDesk.names[6..<30].map(\.0) { try desk.book(name, into: "pilates") }
    return desk
  }

  @Test(arguments: [DeskMode.desk, .trainer])
  func onesOwnClassesOpen(_ mode: DeskMode) throws {
    let desk = try studio()
    var driver = desk.application(signedIn: mode == .desk ? desk.trainer : desk.owner, mode: mode)
    #expect(driver.shows("own classes"))
    #expect(driver.shows("Pilates") == (mode == .desk), "Olga leads the others")
    guard mode == .desk else { return }
    #expect(!driver.shows("HIIT") && driver.shows("6 to mark"))
    #expect(driver.shows("over: 18 not marked"))
    driver.press(.char("o"))
    #expect(driver.shows("HIIT"))
    driver.press(.char("o"), .enter)
    #expect(driver.shows("Pilates · Lerato Khumalo"))
    driver.press(.esc, .char("."))
    #expect(driver.shows("Vinyasa") && driver.shows("check-in opens 08:30"))
    driver.press(.char("."), .char("."))
    #expect(driver.shows("No class of yours on this day."))
  }

  /// Whoever comes to the desk after a trainer does not find a trainer's schedule.
  @Test func receptionComesAfterTheTrainer() throws {
    let desk = try studio()
    var driver = desk.application(signedIn: desk.reception)
    #expect(!driver.shows("own classes"))
    for (digit, pin, own) in [("3", "3333", true), ("2", "2222", false)] {
      driver.press(.f(2))
      driver.type(digit + pin)
      driver.press(.enter)
      #expect(driver.shows("own classes") == own && driver.shows("HIIT") != own)
    }
  }

  /// Each heading names what stands below it, and what is counted is said in words.
  @Test(arguments: [60, 80, 132]) func theListOfClassesReadsAsItStands(_ width: Int) throws {
    let desk = try crowd()
    var driver = desk.application(signedIn: desk.trainer)
    driver.resize(width, 24)
    func cells(_ start: String) -> [String] {
      (driver.picture().lines.first { $0.contains(start) } ?? "").split(separator: "  ")
        .map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }
    #expect(cells("Time").suffix(2) == ["Booked", "Attendance"], "\(driver)")
    #expect(cells("18:00-19:00").suffix(2) == ["30 of 40", "30 to mark"], "\(driver)")
    driver.press(.enter, .char("1"), .char(" "), .enter, .esc)
    #expect(cells("18:00-19:00").last == "1 in, 29 to mark", "\(driver)")
    driver.press(.enter, .char("a"), .enter, .esc, .esc)
    #expect(cells("18:00-19:00").last == "all marked: 30 in", "\(driver)")
  }

  @Test func thirtyAreMarkedInNineKeys() throws {
    let desk = try crowd()
    let session = try #require(desk.sessions["pilates"])
    var driver = desk.application(signedIn: desk.trainer)
    let people = try #require(try desk.store.roster(session)).bookings
    #expect(people.count == 30)
    let keys: [Key] = [
      .enter, .char("a"), .char("1"), .char("x"), .char("2"), .char("5"), .char("x"), .enter,
      .enter,
    ]
    for key in keys.dropLast(2) { driver.press(key) }
    #expect(driver.shows("28 here, 2 absent: not stored until Enter"))
    driver.press(.enter)
    #expect(driver.shows("30 marks stored: 28 here, 2 absent"))
    #expect(driver.shows(people[0].member.name) && driver.shows(people[24].member.name))
    let states = try #require(try desk.store.roster(session)).bookings.map(\.booking)
    #expect(states.enumerated().filter { $0.element.absent }.map(\.offset) == [0, 24])
    #expect(states.count { $0.state == .checkedIn && $0.method == .batch } == 28)
    driver.press(.enter)
    #expect(!driver.shows("undo all of it") && driver.shows("28 in, 30 of 40"))
    #expect(keys.count < 20)
    #expect(try desk.store.undoable(limit: 1).first?.bookings.count == 30)
  }

  /// All of it, from the summary itself.
  @Test func theWholeBatchIsTakenBack() throws {
    let desk = try crowd()
    let session = try #require(desk.sessions["pilates"])
    var driver = desk.application(signedIn: desk.trainer)
    driver.press(.enter, .char("a"), .char("3"), .char("x"), .enter, .char("u"))
    #expect(driver.shows("Undone: attendance of") && driver.shows("and 29 more"))
    #expect(!driver.shows("undo all of it"))
    let states = try #require(try desk.store.roster(session)).bookings.map(\.booking)
    #expect(states.allSatisfy { $0.state == .confirmed && !$0.absent })
    #expect(try #require(try desk.store.session(session)).unmarked == 30)
  }

  @Test func theSummaryTellsFirstWhatNeedsALook() throws {
    let desk = try studio()
    var driver = desk.application(signedIn: desk.trainer)
    driver.press(.enter, .char("a"))
    // Meanwhile, at the desk: one is in already, one has cancelled.
    let by = DeskStore.Hand(actor: .staff(desk.owner.id))
    let johan = try #require(desk.bookings["Johan/pilates"])
    let naledi = try #require(desk.bookings["Naledi/pilates"])
    _ = try desk.store.submit(Cancel(booking: johan), by: by)
    _ = try desk.store.submit(CheckIn(booking: naledi), by: by)
    driver.press(.enter)
    #expect(driver.shows("4 marks stored: 4 here, 1 unchanged, 1 not stored"))
    let lines = driver.text.split(separator: "\n")
    let first = lines.first { $0.contains("not stored: ") }
    #expect(first?.contains("Johan Botha") ?? false)
    #expect(lines.contains { $0.contains("Naledi Mokoena") && $0.contains("was ") })
  }

  /// One Enter too many: whoever is under the cursor was looked at by nobody.
  @Test func afterTheSubmitEnterChecksNobodyIn() throws {
    let desk = try studio()
    var driver = desk.application(signedIn: desk.trainer)
    driver.press(.enter, .char("3"), .char(" "))
    #expect(driver.shows("Enter submit"))
    driver.press(.enter)
    let cursor = driver.picture().lines.first { $0.hasPrefix("▸") } ?? ""
    #expect(cursor.contains("booked") && driver.shows("1 mark stored"))
    driver.press(.enter, .enter)
    #expect(driver.shows("1 in, 6 of 14") && driver.shows("submit: all marks are stored"))
    // Once somebody is gone to, the key says what it does.
    func expect(_ keys: String) {
      // What was said goes, and so does the reminder after it.
      for later in [60_000, 120_000] { driver.tell(.tick(now: TerminalClock.now + later)) }
      #expect(driver.shows(keys), "\(driver)")
    }
    driver.press(.down)
    expect("Enter check in")
    driver.press(.enter)
    #expect(driver.shows("2 in, 6 of 14"))
    expect("Enter profile")
    driver.press(.char("a"))
    expect("Enter submit")
    // The list of what was stored closes by Enter too.
    driver.press(.char("1"), .char("x"), .enter, .enter, .enter)
    #expect(!driver.shows("undo all of it") && driver.shows("submit: all marks are stored"))
    #expect(try desk.state("Johan/pilates").absent)
  }

  @Test func theNextKeyGoesOnWithTheWork() throws {
    let desk = try studio()
    var driver = desk.application(signedIn: desk.trainer)
    driver.press(.enter, .char("a"), .enter, .char("n"))
    #expect(!driver.shows("undo all of it") && driver.shows("Note on Pilates 18:00"))
    driver.type("mats are wet")
    driver.press(.enter)
    #expect(driver.shows("mats are wet"))
  }

  /// Unmarked is not absent, and somebody has to say so.
  @Test func whatIsOverAndNotMarkedIsTold() throws {
    let desk = try studio()
    var driver = desk.application(signedIn: desk.trainer)
    let told =
      "Vinyasa 16:30 is over: 18 not marked. Unmarked is not absent; no-shows are judged at 19:30."
    #expect(driver.says(told))
    driver.press(.home, .enter)
    #expect(driver.shows("over: 18 not marked · judged at 19:30"))
    driver.press(.char("x"), .char("a"), .enter, .enter)
    #expect(driver.shows("over; everybody is marked") || driver.shows("over · judged at 19:30"))
    driver.press(.esc)
    #expect(driver.shows("all marked") && !driver.shows("not marked"))
    // Elsewhere it is said once, and to nobody else.
    let other = try studio()
    var busy = other.application(signedIn: other.trainer)
    busy.press(.f(10))
    busy.tell(.tick(now: TerminalClock.now))
    #expect(busy.says(told))
    var reception = other.application(signedIn: other.reception)
    reception.tell(.tick(now: TerminalClock.now))
    #expect(!reception.shows("not marked"))
  }

  @Test func aWalkInShowsTheCard() throws {
    let desk = try studio()
    let imraan = try #require(desk.members["Imraan"])
    let number = try #require(try desk.store.profile(imraan)).member.number
    var driver = desk.application(signedIn: desk.reception)
    driver.press(.enter)
    driver.tell(.scan(number))
    #expect(driver.shows("w walk-in"))
    driver.press(.char("w"))
    #expect(driver.shows("Enter books and checks in") && driver.shows("Imraan Khan"))
    driver.press(.enter)
    #expect(driver.shows("Imraan Khan is booked and in."))
    // Looked for by name, and then the card is found after all.
    let elsa = try #require(desk.members["Elsa"])
    let card = try #require(try desk.store.profile(elsa)).member.number
    driver.press(.char("w"))
    driver.tell(.scan(card))
    driver.press(.char("w"), .enter)
    #expect(driver.shows("Elsa Steyn is booked and in."))
  }
}
