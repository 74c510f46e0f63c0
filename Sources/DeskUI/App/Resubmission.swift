import Domain
import Sync

/// The ways past a refusal: the same intent again, with what the rule asked for.
extension Submission {
  /// Against the rule that refused it, with a reason; nil where the intent knows no override.
  func overriding(_ code: RefusalCode, _ reason: String) -> Submission? {
    var again = self
    if var intent = intent as? CheckIn {
      intent.override = reason
      again.intent = intent
    } else if var intent = intent as? MarkAttendance {
      intent.reason = reason
      again.intent = intent
    } else if var intent = intent as? any TakesPlaces {
      intent.override = reason
      intent.overrides = (intent.overrides ?? []) + [code]
      again.intent = intent
    } else if var intent = intent as? ResolveDecision,
      [.moveToSession, .name].contains(intent.choice)
    {
      intent.reason = reason
      intent.overrides = (intent.overrides ?? []) + [code]
      again.intent = intent
    } else {
      return nil
    }
    return again
  }

  /// The reason that went over another refusal before.
  var reason: String { (intent as? any TakesPlaces)?.override ?? "" }

  /// To be paid later; nil where nothing is paid.
  func unpaid() -> Submission? {
    guard var payable = intent as? any Payable else { return nil }
    payable.leaveUnpaid()
    var again = self
    again.intent = payable
    return again
  }

  /// At the end of the queue instead of a place; nil for all but a plain booking.
  func waitlisted() -> Submission? {
    guard var intent = intent as? Book, !intent.walkIn, !intent.waitlist else { return nil }
    intent.waitlist = true
    var again = self
    again.intent = intent
    again.done = "\(about): on the waitlist."
    return again
  }
}

extension Submission {
  /// What `Undo` can take back, and itself; single places that went back stay so.
  var isRevocable: Bool {
    switch type(of: intent).kind {
    case .checkIn, .markAttendance, .book, .hold, .addNote, .undo: true
    case .cancel: (intent as? Cancel)?.spots == nil
    default: false
    }
  }
}

extension Station {
  /// Whether the person here may go over this refusal at the door.
  func mayOverride(_ refusal: Refusal) -> Bool {
    // After the judgement only a manager says who came, and why they say it now.
    if refusal.code == .alreadyJudged { return isManager }
    guard refusal.code.isOverridable, may(.overrideAtDoor) else { return false }
    return refusal.code != .memberBanned || isManager
  }

  /// Whether somebody may come in by a sound code that this copy lacks: only while the line is down may
  /// it be one that the authority knows.
  func mayLetIn(_ report: ScanReport) -> Bool {
    guard case .refused(let refusal) = report.verdict, refusal.code == .unknownCode,
      !report.presentation.text.isEmpty, mode != .kiosk, staff != nil,
      right(to: .checkIn) == .yes
    else { return false }
    return switch line.connection {
    case .offline, .catchingUp: true
    case .standAlone, .online: false
    }
  }
}
