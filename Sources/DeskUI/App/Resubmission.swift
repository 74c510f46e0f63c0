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

  /// At the end of the queue instead of a place; nil for what books nobody, or only into the queue.
  func waitlisted() -> Submission? {
    guard var intent = intent as? Book, !intent.waitlist else { return nil }
    intent.walkIn = false
    intent.waitlist = true
    var again = self
    again.intent = intent
    again.done = "\(about): on the waitlist."
    return again
  }
}

extension Submission {
  /// Whose credits do not suffice; nil for what no credits pay.
  func payer(in store: DeskStore) throws -> Member? {
    let booking: ID<Booking>
    switch intent {
    case let intent as Book: return try store.profile(intent.member)?.member
    case let intent as Confirm: booking = intent.booking
    case let intent as Promote: booking = intent.booking
    case let intent as AddSpots: booking = intent.booking
    case let intent as Move: booking = intent.booking
    default: return nil
    }
    return try store.booking(booking)?.member
  }

  /// Credits for whoever pays, before the same again; nil where nobody pays.
  fileprivate func granting(in store: DeskStore) -> Submission? {
    guard let payer = try? payer(in: store) else { return nil }
    return Submission(GrantCredits(member: payer.id, credits: Credits(1), reason: "?"))
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

/// Which of them whoever sits here may take is asked of the rulebook: it knows rule, role and room.
extension Submission {
  func ways(
    past refusal: Refusal, by hand: DeskStore.Hand, in store: DeskStore
  ) -> Set<Command> {
    let ways: [(Command, Submission?)] = [
      (.override, refusal.takesReason ? overriding(refusal.code, "?") : nil),
      (.unpaid, refusal.isForCredits ? unpaid() : nil),
      (.grant, refusal.isForCredits ? granting(in: store) : nil),
      (.waitlist, refusal.code == .classFull ? waitlisted() : nil),
    ]
    return Set(
      ways.filter { command, again in
        guard let again else { return false }
        do {
          _ = try store.preview(again.intent, by: hand)
          return true
        } catch let next as Refusal {
          // One step further, the next rule has ways of its own; where booking is over nobody waits.
          return ![refusal.code, .notPermitted, .locationDenied].contains(next.code)
            && !(command == .waitlist && next.code == .bookingClosed)
        } catch {
          return false
        }
      }.map(\.0))
  }
}

extension ScanReport {
  /// Asks the rulebook whether a reason of whoever sits here lets in who was refused.
  mutating func weigh(by hand: DeskStore.Hand, in store: DeskStore) {
    isOverridable = false
    guard case .refused(let refusal) = verdict, refusal.takesReason else { return }
    var again = presentation
    again.override = "?"
    isOverridable = (try? store.preview(again.intent, by: hand)) != nil
  }

  /// What the key that lets in is called; nil where nobody was refused.
  var letInLabel: String? {
    guard case .refused(let refusal) = verdict else { return nil }
    return refusal.code == .unknownCode ? "let in, check later" : "let in with a reason"
  }
}

extension Refusal {
  /// After the judgement too a manager says with a reason who came.
  fileprivate var takesReason: Bool { code.isOverridable || code == .alreadyJudged }
}

extension Station {
  /// Why whoever sits here lets nobody in whom the report is about; nil where they may.
  func obstacle(toLettingIn report: ScanReport?) -> String? {
    guard let report, case .refused = report.verdict else { return "nobody was refused" }
    return report.isOverridable || mayLetIn(report)
      ? nil : "not against this rule, or not in your role"
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
