import Domain
import Testing

@Suite("Sentences of refusals")
struct SentenceTests {
  static let now = Instant(1_795_276_800)  // 2026-11-21 16:00 UTC, a Saturday
  static let zone = Zone(name: "Africa/Johannesburg", offset: 7_200)

  private func say(_ refusal: Refusal, _ audience: Audience, now: Instant = now) -> String {
    refusal.sentence(for: audience, now: now, zones: [Self.zone.name: Self.zone])
  }

  private func time(_ offset: Int) -> Refusal.Argument {
    .time(Self.now + offset, zone: Self.zone.name)
  }

  /// The longest arguments that a rule may give.
  private var fullest: [String: Refusal.Argument] {
    [
      "taken": .count(100_000), "capacity": .count(100_000), "waiting": .count(1_000),
      "spots": .count(1_000), "free": .count(100), "needed": .credits(Credits(hundredths: 12_525)),
      "available": .credits(Credits(hundredths: 12_425)),
      "price": .money(Money(minor: 1_250_000, currency: "ZAR")), "opens": time(-40_000_000),
      "closed": time(-40_000_000), "start": time(-40_000_000), "end": time(-40_000_000),
      "before": time(-40_000_000), "after": time(-40_000_000),
      "ended": time(-40_000_000), "at": time(-40_000_000), "device": .word("desk 1 at Sea Point"),
      "limit": .count(1_000), "from": .count(16), "to": .count(99), "minutes": .count(1_440),
      "seconds": .seconds(60), "most": .count(100_000_000),
      "what": .word("overCapacityReceptionist"), "held": .count(1_000),
      "holder": .word("desk 1 at Sea Point"), "room": .word("Studio A at Sea Point"),
    ]
  }

  @Test("every template, with the longest arguments, is filled and fits its screen")
  func everyTemplateFits() {
    for code in RefusalCode.allCases {
      for sentence in code.toldSentences + [code.plainSentence] {
        var arguments = fullest
        if let when = sentence.when, arguments[when] == nil { arguments["what"] = .word(when) }
        for audience in Audience.allCases {
          let template = sentence.template(for: audience)
          let limit = audience == .staff ? 100 : 80
          let refusal = Refusal(code, arguments)
          let text = refusal.filled(template, now: Self.now, zones: [Self.zone.name: Self.zone])
          #expect(text.count <= limit, "\(code.rawValue): \(text)")
          #expect(!text.contains("{") && !text.contains("}"), "\(code.rawValue): \(text)")
          #expect(text.last == "." && text.count > 5, "\(code.rawValue): \(text)")
        }
      }
    }
  }

  @Test("every code speaks to both, also without arguments")
  func everyCodeSpeaks() {
    for code in RefusalCode.allCases {
      for audience in Audience.allCases {
        let text = say(Refusal(code), audience)
        #expect(text == code.plainSentence.template(for: audience) || !text.contains("{"))
      }
    }
  }

  @Test("times are local, with the day where it is another, with the year where it is another")
  func times() {
    func opens(_ offset: Int) -> String {
      say(Refusal(.checkInTooEarly, ["opens": time(offset)]), .member)
    }
    #expect(opens(-1_800) == "Check-in opens at 17:30.")
    #expect(opens(0) == "Check-in opens at 18:00.")
    #expect(opens(6 * 3_600) == "Check-in opens at 00:00 on Sun 22 Nov.")
    #expect(opens(86_400 * 60) == "Check-in opens at 18:00 on Wed 20 Jan 2027.")
  }

  @Test(
    "the arguments choose the sentence",
    arguments: [
      (
        Refusal(.malformed, ["what": .word("count"), "most": .count(2)]), Audience.staff,
        "At most 2 more can be checked in."
      ),
      (
        Refusal(.malformed, ["what": .word("holdLasts"), "most": .count(9)]), .staff,
        "The rule holdLasts takes 0 to 9: choose a value in between."
      ),
      (Refusal(.malformed, ["what": .word("reason")]), .staff, "A reason is needed: say why."),
      (
        Refusal(.malformed, ["what": .word("marks")]), .staff,
        "Somebody is marked twice: mark each booking once, here or absent."
      ),
      (Refusal(.malformed, ["what": .word("x")]), .staff, "This input is not valid: check it."),
      (
        Refusal(.notFound, ["what": .word("bookingToday")]), .member,
        "We have no booking for you here now: please see the desk."
      ),
      (
        Refusal(.bookingCancelled, ["what": .word("waitlistEnded")]), .staff,
        "The waitlist ended when the class began: book a walk-in."
      ),
      (
        Refusal(.notFound, ["what": .word("waitlisted")]), .staff,
        "Only on the waitlist: promote first."
      ),
      (
        Refusal(
          .insufficientCredits, ["needed": .credits(Credits(2)), "available": .credits(.zero)]),
        .member, "You need 2 and have 0 credits: please see the desk."
      ),
      (
        Refusal(
          .insufficientCredits,
          [
            "needed": .credits(Credits(2)), "available": .credits(Credits(hundredths: 50)),
            "price": .money(Money(minor: 15_000, currency: "ZAR")),
          ]),
        .member, "You need 2 and have 0.5 credits. A drop-in costs R150.00."
      ),
      (
        Refusal(.alreadyBooked, ["state": .word("waitlisted")]), .member,
        "You are already on the waitlist."
      ),
      (
        Refusal(.notPermitted, ["action": .word("grantCredits")]), .staff,
        "Only manager and owner may grant credits."
      ),
      (Refusal(.lockedOut, ["seconds": .seconds(8)]), .staff, "Too many wrong PINs: wait 8 s."),
      (
        Refusal(.alreadyCheckedIn, ["at": .time(now, zone: zone.name), "device": .word("")]),
        .staff,
        "Already in since 18:00."
      ),
      (
        Refusal(.alreadyCheckedIn, ["at": .time(now, zone: zone.name), "device": .word("kiosk")]),
        .staff, "Already in since 18:00, at kiosk."
      ),
      (
        Refusal(.needsConfirmation, ["choices": .bookings([])]), .staff,
        "Several bookings fit: pick one."
      ),
    ])
  func chosen(refusal: Refusal, audience: Audience, text: String) {
    #expect(say(refusal, audience) == text)
  }

  @Test("a translation stands between the template and its arguments")
  func translated() {
    let refusal = Refusal(.checkInTooEarly, ["opens": time(0)])
    let text = refusal.sentence(
      for: .member, now: Self.now, zones: [Self.zone.name: Self.zone],
      translated: { $0 == "Check-in opens at {opens}." ? "Inkom maak oop om {opens}." : $0 })
    #expect(text == "Inkom maak oop om 18:00.")
  }

  @Test("an API status stands with every code")
  func statuses() {
    let table: [Int: String] = [
      400: "MISTYPED_CODE MALFORMED", 401: "WRONG_PIN UNAUTHENTICATED TOKEN_EXPIRED",
      402: "INSUFFICIENT_CREDITS CREDITS_EXPIRED",
      403:
        "PASS_FORGED PASS_REVOKED MEMBER_INACTIVE MEMBER_BANNED MEMBER_RESTRICTED NOT_SELF_BOOKABLE NOT_PERMITTED LOCATION_DENIED REFUND_ABOVE_LIMIT DEVICE_REVOKED",
      404: "UNKNOWN_CODE NOT_FOUND",
      409:
        "CLASS_FULL ALREADY_BOOKED TIME_CONFLICT BOOKING_NOT_OPEN BOOKING_CLOSED CANCEL_CLOSED CHECKIN_TOO_EARLY CHECKIN_CLOSED ALREADY_CHECKED_IN WRONG_LOCATION WRONG_DAY LEADER_UNAVAILABLE NO_AVAILABILITY AGE_NOT_MET GROUP_TOO_LARGE REFUND_ABOVE_PAID PARQ_REQUIRED TERMS_REQUIRED NEEDS_CONFIRMATION UNDO_TOO_LATE ALREADY_JUDGED STALE",
      410:
        "SESSION_CANCELLED SESSION_OVER HOLD_EXPIRED OFFER_EXPIRED BOOKING_CANCELLED PASS_EXPIRED",
      413: "TOO_LARGE", 422: "IDEMPOTENCY_MISMATCH",
      429: "HOLD_RATE_LIMITED LOCKED_OUT RATE_LIMITED", 500: "INTERNAL", 503: "UNAVAILABLE",
    ]
    let expected = table.flatMap { status, codes in
      codes.split(separator: " ").map { (String($0), status) }
    }
    #expect(expected.count == RefusalCode.allCases.count)
    for (code, status) in expected {
      #expect(RefusalCode(rawValue: code)?.httpStatus == status, "\(code)")
    }
  }

  @Test("the overridable refusals are those of RULES.md")
  func overridable() {
    let list =
      "CLASS_FULL BOOKING_CLOSED BOOKING_NOT_OPEN CHECKIN_TOO_EARLY CHECKIN_CLOSED WRONG_LOCATION WRONG_DAY TIME_CONFLICT AGE_NOT_MET MEMBER_RESTRICTED MEMBER_INACTIVE PARQ_REQUIRED TERMS_REQUIRED MEMBER_BANNED"
    #expect(
      Set(RefusalCode.allCases.filter(\.isOverridable).map(\.rawValue))
        == Set(list.split(separator: " ").map(String.init)))
  }
}
