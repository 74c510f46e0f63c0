import Domain
import Support
import Testing

@Suite("Check-in: the order of refusals")
struct CheckInOrderTests {
  /// A reason to refuse, as an edit of a scene in which nothing else is wrong.
  private struct Reason: Sendable {
    let code: RefusalCode
    /// Two reasons of one slot exclude each other.
    let slot: Slot
    /// Refused to members only, or to staff only.
    var to: Who = .both
    let edit: @Sendable (inout Scene) -> Void
  }

  private enum Slot { case booking, place, session, member, parq, time, judged }
  private enum Who { case both, members, staff }

  private struct Scene {
    var studio = StudioFixture()
    let session: ID<Session>
    let booking: ID<Booking>
    let member: ID<Member>

    init() throws {
      member = studio.member()
      session = studio.session(in: 600)
      booking = try studio.book(member, session)
      studio.world.device = studio.kiosk
      studio.world.channel = .kiosk
    }

    mutating func move(_ seconds: Int) {
      let start = studio.world.now + seconds
      studio.world.edit(session) {
        $0.start = start
        $0.end = start + 3_600
      }
    }
  }

  /// RULES.md, from NOT_FOUND on, in its order.
  private static let reasons: [Reason] = [
    Reason(code: .notFound, slot: .booking) { scene in
      scene.studio.world.edit(scene.booking) { $0.state = .waitlisted }
    },
    Reason(code: .wrongLocation, slot: .place) { scene in
      let there = scene.studio.there
      scene.studio.world.edit(scene.session) { $0.location = there }
    },
    Reason(code: .sessionCancelled, slot: .session) { scene in
      scene.studio.world.edit(scene.session) { $0.status = .cancelled }
    },
    Reason(code: .bookingCancelled, slot: .booking) { scene in
      scene.studio.world.edit(scene.booking) { $0.state = .cancelled }
    },
    Reason(code: .memberBanned, slot: .member) { scene in
      scene.studio.world.edit(scene.member) { $0.status = .banned }
    },
    Reason(code: .memberInactive, slot: .member) { scene in
      scene.studio.world.edit(scene.member) { $0.status = .inactive }
    },
    Reason(code: .parqRequired, slot: .parq) { scene in
      scene.studio.world.edit(scene.member) { $0.parqOn = nil }
    },
    Reason(code: .alreadyCheckedIn, slot: .booking) { scene in
      scene.studio.world.edit(scene.booking) {
        $0.state = .checkedIn
        $0.present = 1
      }
    },
    Reason(code: .wrongDay, slot: .time) { $0.move(2 * 86_400) },
    Reason(code: .checkInTooEarly, slot: .time) { $0.move(1_801) },
    Reason(code: .sessionOver, slot: .time, to: .members) { $0.move(-3_601) },
    Reason(code: .checkInClosed, slot: .time, to: .members) { $0.move(-901) },
    Reason(code: .alreadyJudged, slot: .judged, to: .staff) { scene in
      let now = scene.studio.world.now
      scene.studio.world.edit(scene.session) { $0.judgedAt = now - 1 }
    },
  ]

  @Test("alone and in every pair, the first of the list speaks")
  func pairs() throws {
    var tried = 0
    for (index, first) in Self.reasons.enumerated() {
      for second in Self.reasons[index...] {
        if second.slot == first.slot, second.code != first.code { continue }
        let whos = [first.to, second.to].filter { $0 != .both }
        let actors: [Bool] =
          whos.contains(.members) ? [false] : whos.contains(.staff) ? [true] : [true, false]
        for staff in actors where !(whos.contains(.members) && whos.contains(.staff)) {
          var scene = try Scene()
          first.edit(&scene)
          if second.code != first.code { second.edit(&scene) }
          let actor = staff ? scene.studio.actor(.receptionist) : .device
          let said = scene.studio.refusal(CheckIn(booking: scene.booking), as: actor)
          #expect(said == first.code, "\(first.code.rawValue) with \(second.code.rawValue)")
          tried += 1
        }
      }
    }
    #expect(tried > 80)
  }

  @Test("nothing wrong, nothing refused")
  func nothing() throws {
    for staff in [true, false] {
      var scene = try Scene()
      let actor = staff ? scene.studio.actor(.receptionist) : Actor.device
      #expect(scene.studio.refusal(CheckIn(booking: scene.booking), as: actor) == nil)
    }
  }

  @Test("what may be overridden at the door, by whom")
  func overrides() throws {
    let table: [(RefusalCode, receptionist: Bool, manager: Bool)] = [
      (.notFound, false, false), (.wrongLocation, true, true), (.sessionCancelled, false, false),
      (.bookingCancelled, false, false), (.memberBanned, false, true),
      (.memberInactive, true, true), (.parqRequired, true, true),
      (.alreadyCheckedIn, false, false), (.wrongDay, true, true), (.checkInTooEarly, true, true),
      (.alreadyJudged, false, true),
    ]
    for (code, receptionist, manager) in table {
      let reason = try #require(Self.reasons.first { $0.code == code })
      for (role, may) in [
        (Role.instructor, false), (.receptionist, receptionist), (.locationManager, manager),
        (.owner, manager),
      ] {
        var scene = try Scene()
        reason.edit(&scene)
        var intent = CheckIn(booking: scene.booking)
        intent.override = "known to us"
        let said = scene.studio.refusal(intent, as: role)
        #expect(said == (may ? nil : code), "\(code.rawValue) by \(role)")
        if may {
          #expect(scene.studio.world[scene.booking]?.overrideReason == "known to us")
        }
      }
    }
  }
}
