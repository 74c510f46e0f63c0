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
  /// Why the rulebook would refuse a choice of the person here; nil where it would not.
  private var obstacles: [String?] = []
  private var returned: [Credits?] = []

  init(_ decision: DecisionView, choice: Int = 0) {
    self.decision = decision
    selected = choice
  }

  private var choices: [ConflictChoice] { decision.conflict.choices }

  var isTyping: Bool { reason != nil }

  mutating func stepBack() -> Bool {
    defer { reason = nil }
    return reason != nil
  }

  /// The rulebook is asked for each: what a hidden button cannot know.
  mutating func load(from store: DeskStore, _ station: Station) throws {
    (obstacles, returned) = ([], [])
    for choice in choices {
      var intent = ResolveDecision(decision.conflict.id, choice)
      if choice.needsReason { intent.reason = "-" }
      do {
        let decided = try store.preview(intent, by: station.hand)
        obstacles.append(nil)
        returned.append(decided.returned)
      } catch let refusal as Refusal {
        obstacles.append(choice.asksMore ? nil : obstacle(refusal, station))
        returned.append(nil)
        if refusal.code == .notPermitted || refusal.code == .locationDenied {
          obstacles[obstacles.count - 1] = "A manager or owner may choose this."
        }
      }
    }
  }

  private func obstacle(_ refusal: Refusal, _ station: Station) -> String {
    Wording.sentence(refusal, station)
  }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(.choose): return choose()
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

  private mutating func choose() -> [Effect] {
    guard choices.indices.contains(selected) else { return [.close] }
    let choice = choices[selected]
    if let why = obstacles.indices.contains(selected) ? obstacles[selected] : nil {
      return [.say(Toast("\(choice.label): \(why)", .warn))]
    }
    var intent = ResolveDecision(decision.conflict.id, choice)
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
    let told = told(selected)
    let lines = TextFit.wrap(told.text, columns: width - 4).count
    let height = choices.count + lines + (reason == nil ? 3 : 5)
    canvas.panel(decision.conflict.kind.title, width: width, height: height) { canvas in
      for (y, choice) in choices.enumerated() {
        let isOpen = obstacles.indices.contains(y) ? obstacles[y] == nil : true
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

  private func told(_ place: Int) -> (text: String, style: Style) {
    if obstacles.indices.contains(place), let why = obstacles[place] { return (why, .warn) }
    var text = choices[place].effect
    if returned.indices.contains(place), let back = returned[place], back > .zero {
      text += " It returns \(Wording.amount(back))."
    }
    return (text, .text)
  }
}

extension ConflictChoice {
  /// True where a session or a person is picked first: until then no rule can say yes.
  fileprivate var asksMore: Bool { self == .moveToSession || self == .name }
}
