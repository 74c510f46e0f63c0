import Domain
import Sync

/// An act that no undo reaches, and what mends it instead.
struct Irrevocable {
  let sentence: String

  init(_ submission: Submission) {
    if (submission.intent as? Cancel)?.spots != nil {
      self.init("return of places", "add them again instead")
    } else {
      self.init(type(of: submission.intent).kind)
    }
  }

  init(_ kind: OperationKind) { self.init(Wording.kind(kind), Self.instead(of: kind)) }

  /// Judged by the authority, by itself or for a manager.
  init(judgedIn session: SessionView, _ station: Station) {
    self.init(
      "judgement of \(Wording.session(session, station))", Self.instead(of: .judgeSession))
  }

  private init(_ what: String, _ instead: String) {
    sentence = "The \(what) cannot be undone: \(instead)."
  }

  private static func instead(of kind: OperationKind) -> String {
    switch kind {
    case .judgeSession: "a manager forgives a no-show, or checks in"
    case .promote, .confirm: "cancel the booking instead"
    case .move: "move it back instead"
    case .addSpots: "give the places back instead"
    case .forgive: "what was let off stays so"
    case .letIn: "who it was is said under Decisions"
    case .grantCredits: "credits once granted stay"
    case .registerMember, .editMember: "edit the member instead"
    case .mergeMembers: "two that are merged stay one"
    case .resolveDecision: "what was chosen holds; change it by hand"
    case .changeSession: "change it back instead"
    case .cancelSession: "those who were booked have been told"
    default: "correct it instead"
    }
  }
}

/// Taking back what this desk did last; what is taken back is named before.
extension Application {
  /// Seconds in which nobody has forgotten what they did last.
  private static let fresh = 120
  /// So many acts of others are passed on the way to one's own.
  private static let passed = 100

  mutating func undo() {
    do {
      // Whoever did last what no undo reaches means none of somebody else's acts.
      let act =
        irrevocable == nil
        ? try store.undoable(limit: 1).first
        : try store.undoable(limit: Self.passed).first { $0.actor == station.staff?.id }
      let last = try irrevocable ?? judged(since: act)
      guard let act else {
        return say(Toast(last?.sentence ?? "Nothing to undo on this desk.", .warn))
      }
      undoing = act
      let isOwn = act.actor == station.staff?.id
      if isOwn, last == nil, station.now - act.at <= Self.fresh { return undoNow() }
      let question = [last?.sentence, try question(act, isOwn), try warning(act)]
      put(QuestionPanel(.undo, question.compactMap { $0 }.joined(separator: " "), yes: "undo"))
    } catch { say(Toast(Wording.failure(error), .bad)) }
  }

  /// A judgement here that came after the act, while one may still think of undoing it.
  private func judged(since act: Act?) throws -> Irrevocable? {
    guard let session = try store.lastJudged(), let at = session.session.judgedAt,
      act.map({ at >= $0.at }) ?? true
    else { return nil }
    return Irrevocable(judgedIn: session, station)
  }

  /// "Undo the check-in of Naledi Mokoena at 17:58, done by Olga Owner?"
  private func question(_ act: Act, _ isOwn: Bool) throws -> String {
    let time = Wording.time(act.at, in: station.zone, station)
    let by = act.actor.map { station.studio.name(of: .staff($0)) } ?? "the desk itself"
    return "Undo the \(try describe(act)) at \(time)\(isOwn ? "" : ", done by \(by)")?"
  }

  /// Whoever was not there when a session is judged is a no-show, an undone check-in too.
  private func warning(_ act: Act) throws -> String? {
    guard
      act.kind == OperationKind.checkIn.rawValue
        || act.kind == OperationKind.markAttendance.rawValue,
      let session = try act.session.flatMap({ try store.session($0) }),
      let judged = session.session.judgedAt, judged > act.at
    else { return nil }
    return "The session is judged: that makes a no-show."
  }

  mutating func undoNow() {
    guard let act = undoing else { return }
    undoing = nil
    let what = (try? describe(act)) ?? "act"
    perform(
      [.submit(Submission(Undo(act: act.id), done: "Undone: \(what).", about: what))],
      by: stack.count - 1)
  }

  private func describe(_ act: Act) throws -> String {
    let kind = OperationKind(rawValue: act.kind)
    var what = kind.map(Wording.kind) ?? "act"
    guard let first = act.bookings.first, let booking = try store.booking(first) else {
      let session = try act.session.flatMap { try store.session($0) }
      return session.map { "\(what) on \(Wording.session($0, station))" } ?? what
    }
    if kind == .book, booking.booking.state == .waitlisted { what = "waitlist place" }
    let others = act.bookings.count - 1
    return "\(what) of \(booking.member.name)" + (others > 0 ? " and \(others) more" : "")
  }
}
