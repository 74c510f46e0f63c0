import Domain
import Sync

/// The choices of one decision, each with what follows from it; Enter takes the one selected.
struct SettlePanel: Screen {
  let context = Context.picker
  let title = "Settle"
  let isPanel = true
  private let decision: DecisionView
  private var selected: Int
  private var reason: Field?
  /// In the order of the choices.
  private var outlooks: [ChoiceOutlook] = []

  init(_ decision: DecisionView, choice: Int = 0) {
    self.decision = decision
    selected = choice
  }

  private var choices: [ConflictChoice] { decision.choices }

  var isTyping: Bool { reason != nil }

  mutating func stepBack() -> Bool {
    defer { reason = nil }
    return reason != nil
  }

  mutating func load(from store: DeskStore, _ station: Station) throws {
    outlooks = try ChoiceOutlook.all(of: decision, by: station.hand, in: store)
  }

  private func outlook(_ place: Int) -> ChoiceOutlook? {
    outlooks.indices.contains(place) ? outlooks[place] : nil
  }

  private func obstacle(_ place: Int, _ station: Station) -> String? {
    guard let refusal = outlook(place)?.refusal else { return nil }
    let isAnothers = refusal.code == .notPermitted || refusal.code == .locationDenied
    return isAnothers && refusal.arguments["action"] != .word(Action.takePayment.rawValue)
      ? "A manager or owner may choose this." : Wording.sentence(refusal, station)
  }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(.choose): return choose(station)
    case .command(.up): select(selected - 1)
    case .command(.down), .command(.next): select(selected + 1)
    case .command(.first): select(0)
    case .command(.last): select(choices.count - 1)
    case .key(.char(let digit)) where reason == nil:
      if let number = digit.wholeNumberValue, choices.indices.contains(number - 1) {
        select(number - 1)
      }
    case .key, .paste, .takeBack: reason?.take(event)
    default: break
    }
    return []
  }

  private mutating func select(_ place: Int) {
    guard reason == nil else { return }
    selected = max(0, min(place, choices.count - 1))
  }

  private mutating func choose(_ station: Station) -> [Effect] {
    guard choices.indices.contains(selected) else { return [.close] }
    let choice = choices[selected]
    if let why = obstacle(selected, station) {
      return [.say(Toast("\(choice.label): \(why)", .warn))]
    }
    var intent = ResolveDecision(decision.conflict.id, choice)
    if outlook(selected)?.leavesUnpaid ?? false { intent.leaveUnpaid() }
    if choice.needsReason {
      guard let text = reason?.text.trimmed else {
        reason = Field("")
        return []
      }
      guard !text.isEmpty else { return [.say(.reasonNeeded)] }
      intent.reason = text
    }
    return [.answer(.chosen(intent))]
  }

  // MARK: Picture

  func render(into canvas: inout Canvas, _ station: Station) {
    guard choices.indices.contains(selected) else { return }
    let width = min(canvas.width, 68)
    let told = told(selected, station)
    let lines = TextFit.wrap(told.text, columns: width - 4).count
    let height = choices.count + lines + (reason == nil ? 3 : 5)
    canvas.panel(decision.conflict.title, width: width, height: height) { canvas in
      for (y, choice) in choices.enumerated() {
        let isOpen = outlook(y)?.refusal == nil
        let style: Style = y == selected ? .selected : isOpen ? .text : .dim
        if y == selected { canvas.fill(Rect(0, y, canvas.width, 1), .selected) }
        if y == selected { canvas.put(0, y, canvas.glyphs.pointer, .selected) }
        canvas.put(2, y, "\(y + 1)", y == selected ? .selected : .keyHint)
        canvas.put(4, y, columns: canvas.width - 4, choice.label, style)
      }
      var y = canvas.paragraph(choices.count + 1, told.text, told.style)
      canvas.placeCursor(0, selected)
      guard let reason else { return }
      y += 1
      canvas.put(0, y, "Reason ", .heading)
      reason.draw(on: &canvas, 7, y, columns: canvas.width - 7, focused: true)
    }
  }

  private func told(_ place: Int, _ station: Station) -> (text: String, style: Style) {
    if let why = obstacle(place, station) { return (why, .warn) }
    let effect = decision.conflict.effect(of: choices[place])
    let currency = station.studio.organization.currency
    let remark = outlook(place)?.remark(in: currency)
    return ([effect, remark].compactMap { $0 }.joined(separator: " "), .text)
  }
}
