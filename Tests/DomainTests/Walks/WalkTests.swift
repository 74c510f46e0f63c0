import Domain
import Support
import Testing

@Suite("Long random walks")
struct WalkTests {
  #if DEBUG
    static let steps = 5_000
  #else
    static let steps = 100_000
  #endif

  @Test("the invariants hold after every step", arguments: [1, 2] as [UInt64])
  func holds(seed: UInt64) {
    var walk = Walk(seed: seed)
    walk.run(steps: Self.steps)
    for words in walk.broken { Issue.record("seed \(seed): \(words)") }

    // A walk in which little happens proves little.
    let kinds: [OperationKind] = [
      .book, .hold, .confirm, .cancel, .promote, .move, .addSpots, .checkIn, .markAttendance,
      .tendSession,
      .judgeSession, .undo, .forgive, .grantCredits, .expireCredits, .changeSession,
      .cancelSession, .editMember, .addNote,
    ]
    for kind in kinds {
      #expect(walk.kept[kind, default: 0] > 0, "never kept: \(kind.rawValue)")
    }
    let codes: [RefusalCode] = [
      .classFull, .alreadyBooked, .timeConflict, .insufficientCredits, .creditsExpired,
      .bookingClosed, .cancelClosed, .sessionCancelled, .sessionOver, .holdExpired,
      .holdRateLimited, .checkInTooEarly, .checkInClosed, .alreadyCheckedIn, .bookingCancelled,
      .wrongLocation, .wrongDay, .unknownCode, .mistypedCode, .memberInactive, .memberBanned,
      .notPermitted, .locationDenied, .notSelfBookable, .undoTooLate, .alreadyJudged, .stale,
      .malformed, .notFound,
    ]
    for code in codes {
      #expect(walk.refused[code, default: 0] > 0, "never refused: \(code.rawValue)")
    }
    for kind in [OperationKind.book, .hold, .cancel, .checkIn, .markAttendance, .addNote] {
      #expect(walk.takenBack[kind, default: 0] > 0, "never taken back: \(kind.rawValue)")
    }
    let all = walk.kept.values.reduce(0, +)
    #expect(all * 5 > Self.steps, "too few of \(Self.steps) were kept: \(all)")
  }

  @Test("outages: whatever the desks did is settled, and nobody who was in is lost")
  func dark() {
    var kinds: [ConflictKind: Int] = [:]
    var choices: [ConflictChoice: Int] = [:]
    var settled = 0
    for seed in 1...4 as ClosedRange<UInt64> {
      var walk = DarkWalk(seed: seed)
      walk.run(outages: Self.steps / 250)
      for words in walk.broken { Issue.record("seed \(seed): \(words)") }
      kinds.merge(walk.left, uniquingKeysWith: +)
      choices.merge(walk.choices, uniquingKeysWith: +)
      settled += walk.outcomes.values.reduce(0, +)
    }
    #if !DEBUG
      // Outages in which little meets prove little.
      #expect(settled > Self.steps / 10)
      // Two machines are seen by who speaks, not by what they say.
      for kind in ConflictKind.allCases where kind != .twoMachines {
        #expect(kinds[kind, default: 0] > 0, "never left: \(kind.rawValue)")
      }
      for choice in ConflictChoice.allCases {
        #expect(choices[choice, default: 0] > 0, "never chosen: \(choice.rawValue)")
      }
    #endif
  }
}
