import Domain

/// A rule said no: why, and the ways past it that the person here may take.
struct RefusalPanel: Screen {
  let context = Context.result
  let title = "Refused"
  let isPanel = true
  let refusal: Refusal
  let submission: Submission
  private var reason: Field?

  init(_ refusal: Refusal, of submission: Submission) {
    self.refusal = refusal
    self.submission = submission
  }

  var isTyping: Bool { reason != nil }

  mutating func stepBack() -> Bool {
    defer { reason = nil }
    return reason != nil
  }

  func obstacle(to command: Command, _ station: Station) -> String? {
    switch command {
    case .override:
      submission.overriding(refusal.code, "") == nil ? "nothing to override" : override(station)
    case .unpaid:
      refusal.isForCredits
        ? submission.unpaid() == nil ? "not a booking" : station.obstacle(to: .takePayment)
        : "credits are not the reason"
    case .waitlist:
      refusal.code == .classFull && submission.waitlisted() != nil ? nil : "not for this"
    case .open: "nothing to open"
    default: nil
    }
  }

  private func override(_ station: Station) -> String? {
    if !refusal.code.isOverridable, refusal.code != .alreadyJudged {
      return "this rule knows no exception"
    }
    return station.mayOverride(refusal) ? nil : "not in your role"
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
    case .key, .paste, .takeBack: reason?.take(event)
    default: break
    }
    return []
  }

  func render(into canvas: inout Canvas, _ station: Station) {
    let width = min(canvas.width, 66)
    let sentence = Wording.sentence(refusal, station)
    let lines = TextFit.wrap(sentence, columns: width - 4).count
    canvas.panel("No", width: width, height: lines + (reason == nil ? 5 : 6)) { canvas in
      canvas.put(0, 0, columns: canvas.width, submission.about, .heading)
      let y = canvas.paragraph(1, sentence, .bad) + 1
      if let reason {
        canvas.put(0, y, "Reason ", .heading)
        reason.draw(on: &canvas, 7, y, columns: canvas.width - 7, focused: true)
        canvas.put(
          0, y + 1, columns: canvas.width, "Enter goes over the rule; it is on record.", .dim)
      } else {
        ways(&canvas, y, station)
      }
    }
  }

  private func ways(_ canvas: inout Canvas, _ y: Int, _ station: Station) {
    let ways: [(Command, String)] = [
      (.override, "anyway, with a reason"), (.unpaid, "book unpaid"), (.waitlist, "waitlist"),
    ]
    var x = 0
    for (command, label) in ways where obstacle(to: command, station) == nil {
      let key = station.keys.table.rows.first {
        $0.action == command && $0.contexts.contains(.result)
      }
      x += canvas.put(x, y, key?.keys.first?.name ?? "", .keyHint) + 1
      x += canvas.put(x, y, label) + 3
    }
    canvas.put(x, y, pieces: [("Esc ", .keyHint), ("leave it", .text)])
  }
}
