import Domain
import Sync

/// Gives a member credits that nobody pays for here; only managers may.
struct GrantForm: Screen {
  private enum Name: Sendable { case credits, reason, expires }

  let context = Context.form
  let title = "Grant credits"
  let isPanel = true
  let isTyping = true
  private let member: Member
  private var form: Form<Name>
  private var isSaving = false

  /// With so many proposed as something else lacks.
  init(_ member: Member, missing: Credits? = nil) {
    self.member = member
    form = Form([
      .init(
        .credits, "Credits", missing?.text ?? "",
        hint: "A number such as 10 or 0.5, or: unlimited."),
      .init(.reason, "Reason", hint: "It stands in the ledger."),
      .init(.expires, "Until", hint: "A date, or +30 for days; empty never ends."),
    ])
  }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(.choose): return save(station)
    case .settled(let submission, let settlement):
      guard isSaving, (submission.intent as? GrantCredits)?.member == member.id else { return [] }
      isSaving = false
      if case .done = settlement { return [.close] }
    case .command, .key, .paste, .takeBack: form.take(event)
    default: break
    }
    return []
  }

  private mutating func save(_ station: Station) -> [Effect] {
    guard !isSaving else { return [] }
    let unlimited = "unlimited".hasPrefix(form[.credits].lowercased()) && !form[.credits].isEmpty
    guard let credits = unlimited ? .zero : Credits(text: form[.credits]) else {
      return insist(.credits, "How many credits?")
    }
    guard !form[.reason].isEmpty else { return insist(.reason, "Why do they get them?") }
    var intent = GrantCredits(member: member.id, credits: credits, reason: form[.reason])
    intent.unlimited = unlimited
    if !form[.expires].isEmpty {
      intent.expires = DateText.day(form[.expires], today: station.today)
      if intent.expires == nil { return insist(.expires, "This is not a date that can be read.") }
    }
    isSaving = true
    let what = unlimited ? "unlimited credits" : "\(Wording.amount(credits)) more"
    return [.submit(Submission(intent, done: "\(member.name) has \(what).", about: member.name))]
  }

  private mutating func insist(_ name: Name, _ question: String) -> [Effect] {
    form.focus(on: name)
    return [.say(Toast(question, .warn))]
  }

  func render(into canvas: inout Canvas, _ station: Station) {
    canvas.panel(
      "Credits for \(member.name)", width: min(canvas.width, 60), height: min(canvas.height, 8)
    ) { canvas in
      let (body, foot) = canvas.bounds.split(bottom: canvas.height > 4 ? 2 : 0)
      canvas.put(
        0, foot.y + 1, columns: canvas.width,
        isSaving ? "saving…" : "Enter grants, Tab goes on, Esc does not.", .dim)
      canvas.inside(body) { canvas in form.draw(into: &canvas) }
    }
  }
}
