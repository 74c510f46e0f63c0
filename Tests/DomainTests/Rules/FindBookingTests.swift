import Domain
import Support
import Testing

@Suite("Check-in: what was presented")
struct FindBookingTests {
  private var studio = StudioFixture()

  private mutating func say(_ presented: String) -> RefusalCode? {
    studio.refusal(CheckIn(presented: presented), as: .device)
  }

  @Test("no code, a slip, an unknown one, a known member without a booking")
  mutating func unknown() throws {
    let member = studio.member()
    let session = studio.session(in: 600)
    _ = try studio.book(studio.member(), session)
    #expect(say("") == .malformed)
    #expect(say("hello world") == .malformed)
    #expect(say("K7QF-2M9A") == .mistypedCode)
    #expect(say(BookingCode(random: 99).text) == .unknownCode)
    #expect(say(studio.world[member]?.number ?? "") == .notFound)
    let mistyped = String((studio.world[member]?.number ?? "").dropLast()) + "x"
    #expect(say(mistyped) == .malformed)
  }

  @Test("a code whose booking was cancelled finds the live one of the same member and session")
  mutating func twin() throws {
    let session = studio.session(in: 600)
    let member = studio.member()
    let first = try studio.book(member, session)
    let code = try #require(studio.world[first]?.code)
    try studio.world.run(Cancel(booking: first), as: studio.actor(.receptionist))
    var scene = studio
    #expect(scene.refusal(CheckIn(presented: code), as: .device) == .bookingCancelled)
    let second = try studio.book(member, session)
    #expect(say(code) == nil)
    #expect(studio.world[second]?.state == .checkedIn)
  }

  @Test("a barcode from another system goes before number and code")
  mutating func barcode() throws {
    let session = studio.session(in: 600)
    let (owner, other) = (studio.member(), studio.member())
    let booking = try studio.book(owner, session)
    _ = try studio.book(other, session)
    let number = studio.world[other]?.number ?? ""
    studio.world.edit(owner) { $0.barcode = number }
    #expect(say(number) == nil)
    #expect(studio.world[booking]?.state == .checkedIn)
    #expect(studio.world[booking]?.method == .barcode)
  }

  @Test(
    "a number finds the family's: one in its window is taken, several are asked, one can be chosen")
  mutating func family() throws {
    let (parent, child) = (studio.member(), studio.member())
    let family: ID<Family> = studio.world.mint()
    for member in [parent, child] { studio.world.edit(member) { $0.family = family } }
    let number = studio.world[parent]?.number ?? ""
    let session = studio.session(in: 600)
    let late = try studio.book(parent, studio.session(in: 5 * 3_600))
    let childs = try studio.book(child, session)
    var scene = studio
    #expect(scene.refusal(CheckIn(presented: number), as: .device) == nil)
    #expect(scene.world[childs]?.state == .checkedIn)
    let own = try studio.book(parent, session)
    do {
      try studio.world.run(CheckIn(presented: number), as: .device)
      Issue.record("picked by itself")
    } catch {
      #expect(error.code == .needsConfirmation)
      #expect(Set(error.choices) == [own, childs])
    }
    var chosen = CheckIn(presented: number)
    chosen.booking = childs
    #expect(studio.refusal(chosen, as: .device) == nil)
    var there = CheckIn(presented: number)
    there.session = studio.world[late]?.session
    #expect(studio.refusal(there, as: .device) == .checkInTooEarly)
  }

  @Test("a person picked by name is the one meant, not the family; the method says so")
  mutating func byName() throws {
    let (parent, child) = (studio.member(), studio.member())
    let family: ID<Family> = studio.world.mint()
    for member in [parent, child] { studio.world.edit(member) { $0.family = family } }
    let session = studio.session(in: 600)
    let childs = try studio.book(child, session)
    #expect(studio.refusal(CheckIn(member: parent), as: .device) == .notFound)
    #expect(studio.world[childs]?.state == .confirmed)
    let own = try studio.book(parent, session)
    #expect(studio.refusal(CheckIn(member: parent), as: .device) == nil)
    #expect(studio.world[own]?.method == .name)
    #expect(studio.world[childs]?.state == .confirmed)
  }

  @Test("an early, a double and a waitlisted one are told as what they are")
  mutating func told() throws {
    let member = studio.member()
    let number = studio.world[member]?.number ?? ""
    let later = studio.session(in: 2 * 3_600)
    let booking = try studio.book(member, later)
    #expect(say(number) == .checkInTooEarly)
    studio.world.now = studio.world.now + 5_500
    #expect(say(number) == nil)
    #expect(say(number) == .alreadyCheckedIn)
    studio.world.edit(booking) { $0.state = .waitlisted }
    #expect(say(number) == .notFound)
    #expect(say(studio.world[booking]?.code ?? "") == .notFound)
  }

  /// What the refusal is about, beyond its code.
  private mutating func told(_ intent: CheckIn, as role: Role = .receptionist) -> Refusal.Argument?
  {
    do {
      try studio.world.run(intent, as: studio.actor(role))
      return nil
    } catch {
      return error.arguments["what"]
    }
  }

  @Test("a class that is over is not meant by a number, unless staff still mark who is missing")
  mutating func over() throws {
    let session = studio.session(in: 600)
    let member = studio.member()
    let number = studio.world[member]?.number ?? ""
    let booking = try studio.book(member, session) { $0.spots = 2 }
    let by = CheckIn(presented: number)
    var one = by
    one.count = 1
    #expect(told(one) == nil)
    let end = studio.world[session]?.end ?? studio.world.now
    studio.world.now = end + 60
    #expect(studio.refusal(by, as: .device) == .sessionOver)
    var missed = self
    #expect(missed.studio.refusal(by) == nil, "the rest of the group is still marked")
    #expect(missed.told(by) == .word("bookingToday"))
    var named = by
    named.session = session
    #expect(missed.studio.refusal(named) == .alreadyCheckedIn)
    #expect(missed.say(missed.studio.world[booking]?.code ?? "") == .alreadyCheckedIn)
    studio.world.now = end + 2 * 3_600 + 1
    #expect(told(by) == .word("bookingToday"))
    #expect(studio.refusal(by, as: .device) == .notFound)
    let later = try studio.book(member, studio.session(in: 4 * 3_600))
    #expect(say(number) == .checkInTooEarly)
    studio.world.edit(later) { $0.state = .cancelled }
    #expect(say(number) == .bookingCancelled)
  }

  @Test("who only waits is told so by number as by code, and after the start that it ended")
  mutating func waiting() throws {
    let session = studio.session(in: 600, capacity: 1)
    let member = studio.member()
    let number = studio.world[member]?.number ?? ""
    _ = try studio.book(studio.member(), session)
    let gone = try studio.book(member, studio.session(in: 1_200))
    studio.world.edit(gone) { $0.state = .cancelled }
    let place = try studio.book(member, session) { $0.waitlist = true }
    let code = studio.world[place]?.code ?? ""
    #expect(told(CheckIn(presented: code)) == .word("waitlisted"))
    #expect(told(CheckIn(presented: number)) == .word("waitlisted"))
    studio.world.now = studio.world.now + 660
    try studio.world.run(TendSession(session: session), as: .system)
    #expect(studio.world[place]?.state == .expired)
    #expect(say(code) == .bookingCancelled)
    #expect(told(CheckIn(presented: code)) == .word("waitlistEnded"))
    studio.world.now = studio.world.now - 660
    #expect(told(CheckIn(presented: code)) == .word("offerEnded"))
    studio.world.edit(place) { $0.held = true }
    #expect(told(CheckIn(presented: code)) == .word("holdEnded"))
    studio.world.edit(place) { $0.state = .cancelled }
    #expect(told(CheckIn(presented: code)) == nil)
  }

  @Test("passes: forged, then revoked, then expired, then unknown")
  mutating func passes() throws {
    let session = studio.session(in: 600)
    let booking = try studio.book(studio.member(), session)
    var key = PassKey()
    key.id = studio.world.mint()
    key.number = 7
    studio.world.put(key)
    studio.world.verify = { _, signature, _ in signature.first == 1 }
    func pass(_ id: ID<Booking>, key: UInt16 = 7, signed: Bool = true, ends: Int = 3_600) -> String
    {
      QRPass(
        key: key, booking: id.raw, member: 1, session: 1, validFrom: studio.world.now,
        validTo: studio.world.now + ends
      ).text(signature: [UInt8](repeating: signed ? 1 : 0, count: 64)) ?? ""
    }
    let nobody: ID<Booking> = studio.world.mint()
    let past = -120
    #expect(say(pass(booking, signed: false)) == .passForged)
    #expect(say(pass(booking, key: 8)) == .passForged)
    #expect(say(pass(nobody)) == .unknownCode)
    // A signed pass speaks for itself, at a kiosk too: it is checked when its booking is known.
    var alone = studio
    #expect(
      alone.refusal(LetIn(presented: pass(nobody, signed: false)), as: .device) == .passForged)
    #expect(alone.refusal(LetIn(presented: pass(nobody)), as: .device) == nil)
    #expect(alone.world.all(Conflict.self).first?.presented == nobody.text)
    #expect(alone.refusal(LetIn(presented: pass(nobody)), as: .device) == .alreadyCheckedIn)
    #expect(say(pass(nobody, ends: past)) == .passExpired)
    #expect(say(pass(booking, ends: past)) == .passExpired)
    studio.world.edit(booking) { $0.passRevoked = true }
    #expect(say(pass(booking, signed: false)) == .passForged)
    #expect(say(pass(booking, ends: past)) == .passRevoked)
    var overridden = CheckIn(presented: pass(booking))
    overridden.override = "please"
    #expect(studio.refusal(overridden, as: .owner) == .passRevoked)
    studio.world.edit(booking) { $0.passRevoked = false }
    let now = studio.world.now
    studio.world.edit(key.id) { $0.validTo = now - 1 }
    #expect(say(pass(booking)) == .passForged)
    studio.world.edit(key.id) { $0.validTo = now }
    #expect(say(pass(booking)) == nil)
    #expect(studio.world[booking]?.method == .pass)
    #expect(say(pass(booking)) == .alreadyCheckedIn)
  }
}
