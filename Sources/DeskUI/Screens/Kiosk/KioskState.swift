import Domain

/// What a kiosk shows: one of eight.
enum KioskState: Sendable {
  case welcome
  /// A code is being looked up.
  case reading
  /// Which of several bookings, or of the places that are free.
  case choose(ScanReport)
  case howMany(ScanReport, missing: Int)
  case yes(ScanReport)
  /// No, and the member may mend it: wait, or try again.
  case no(ScanReport, Refusal)
  /// No, and only people can help.
  case seeTheDesk(ScanReport, Refusal)
  /// Until staff have looked at it.
  case outOfOrder

  init(_ report: ScanReport) {
    switch report.verdict {
    case .welcome: self = .yes(report)
    case .refused(let refusal):
      self =
        refusal.code == .alreadyCheckedIn
        ? .yes(report) : refusal.isForTheDesk ? .seeTheDesk(report, refusal) : .no(report, refusal)
    case .howMany(let missing): self = .howMany(report, missing: missing)
    case .choose, .offer: self = .choose(report)
    case .failed: self = .outOfOrder
    }
  }

  var report: ScanReport? {
    switch self {
    case .welcome, .reading, .outOfOrder: nil
    case .choose(let report), .howMany(let report, _), .yes(let report), .no(let report, _),
      .seeTheDesk(let report, _):
      report
    }
  }

  /// How often the bell rings: once for good news and questions, twice for bad.
  var rings: Int {
    switch self {
    case .welcome, .reading: 0
    case .choose, .howMany, .yes: 1
    case .no, .seeTheDesk, .outOfOrder: 2
    }
  }
}

extension Refusal {
  /// False where the sentence tells all that is to do, and it can be done here.
  fileprivate var isForTheDesk: Bool {
    switch code {
    case .mistypedCode, .checkInTooEarly, .wrongDay, .rateLimited, .stale, .holdRateLimited,
      .classFull, .timeConflict, .bookingNotOpen:
      false
    case .malformed: !(arguments["what"] == .word("code") || arguments["what"] == .word("count"))
    default: true
    }
  }
}
