import Domain
import Sync

/// A rule said no: why, and the ways past it that the person here may take.
struct RefusalPanel: Screen {
  let context = Context.result
  let title = "Refused"
  let isPanel = true
  let refusal: Refusal
  let submission: Submission
  private var reason: Field?
  private var ways: Set<Command> = []
  /// To whom the credits that are missing may be given here.
  private var payer: Member?

  init(_ refusal: Refusal, of submission: Submission) {
    self.refusal = refusal
    self.submission = submission
  }

  var isTyping: Bool { reason != nil }

  mutating func stepBack() -> Bool {
    defer { reason = nil }
    return reason != nil
  }

  mutating func load(from store: DeskStore, _ station: Station) throws {
    ways = submission.ways(past: refusal, by: station.hand, in: store)
    payer = ways.contains(.grant) ? try submission.payer(in: store) : nil
  }

  func label(of command: Command) -> String? {
    switch command {
    case .override: "anyway, with a reason"
    case .choose: reason == nil ? nil : "anyway"
    default: nil
    }
  }

  func obstacle(to command: Command, _ station: Station) -> String? {
    switch command {
    case .override, .unpaid, .grant, .waitlist:
      ways.contains(command) ? nil : "not against this rule, or not in your role"
    case .walkIn, .open: "not here"
    default: nil
    }
  }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(.choose):
      guard let why = reason?.text.trimmed else { return [.close] }
      guard !why.isEmpty else { return [.say(.reasonNeeded)] }
      return submission.overriding(refusal.code, why).map { [.close, .submit($0)] } ?? []
    case .command(.override): reason = Field(submission.reason)
    case .command(.unpaid): return submission.unpaid().map { [.close, .submit($0)] } ?? []
    case .command(.waitlist): return submission.waitlisted().map { [.close, .submit($0)] } ?? []
    case .command(.grant): return payer.map { [.open(GrantForm($0, missing: missing))] } ?? []
    // Now the rule lets it through.
    case .settled(let other, .done) where other.intent is GrantCredits:
      guard (other.intent as? GrantCredits)?.member == payer?.id else { return [] }
      return [.close, .submit(submission)]
    case .key, .paste, .takeBack: reason?.take(event)
    default: break
    }
    return []
  }

  /// Nil where the refusal does not tell.
  private var missing: Credits? {
    guard case .credits(let needed) = refusal.arguments["needed"],
      case .credits(let available) = refusal.arguments["available"], needed > available
    else { return nil }
    return needed - available
  }

  func render(into canvas: inout Canvas, _ station: Station) {
    let width = min(canvas.width, 66)
    let sentence = Wording.sentence(refusal, station)
    let end = end(station)
    let lines = TextFit.wrap(sentence, columns: width - 4).count + (end == nil ? 0 : 1)
    canvas.panel("No", width: width, height: lines + (reason == nil ? 5 : 6)) { canvas in
      canvas.put(0, 0, columns: canvas.width, submission.about, .heading)
      var y = canvas.paragraph(1, sentence, .bad)
      if let end {
        canvas.put(0, y, columns: canvas.width, end, .text)
        y += 1
      }
      y += 1
      if let reason {
        canvas.put(0, y, "Reason ", .heading)
        reason.draw(on: &canvas, 7, y, columns: canvas.width - 7, focused: true)
        canvas.put(
          0, y + 1, columns: canvas.width, "Enter goes over the rule; it is on record.", .dim)
      } else {
        drawWays(on: &canvas, y, station)
      }
    }
  }

  /// What the sentence names and nobody here may do: give credits, go over the rule.
  private func end(_ station: Station) -> String? {
    if refusal.isForCredits, !ways.contains(.grant) {
      return "Only a manager may give credits: ask one."
    }
    guard refusal.code.isOverridable, !ways.contains(.override),
      submission.overriding(refusal.code, "") != nil
    else { return nil }
    let isRoom = refusal.code == .classFull && station.isManager
    return isRoom ? "No override: the room holds no more." : "No override here: ask a manager."
  }
}
