import Domain
import Sync

/// Who are you: a staff digit, then the PIN.
struct SignInPanel: Screen {
  let context = Context.signIn
  let title = "Sign in"
  let isPanel = true
  let isTyping = true
  private let people: [Staff]
  private var chosen: Int?
  private var pin = Field("", masked: true)
  private var isChecking = false
  private var refusal: Refusal?
  private var isDigitTooMany = false

  init(_ station: Station) {
    people = station.studio.staff
      .filter { $0.active && !$0.roles.isEmpty }
      .sorted {
        ($0.digit == 0 ? 10 : $0.digit, $0.name) < ($1.digit == 0 ? 10 : $1.digit, $1.name)
      }
    if people.count <= 1 { chosen = 0 }
  }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(.choose): return check()
    case .command(.next): step(1)
    case .key(.up): step(-1)
    case .key(.down): step(1)
    case .key(.char(let character)) where chosen == nil: pick(character)
    case .key(.backspace) where pin.text.isEmpty: chosen = nil
    case .signInRefused(let refusal):
      isChecking = false
      // Who is alone is chosen already: their digit before the PIN is one too many.
      let digit = people.first.map { "\($0.digit)" }
      isDigitTooMany =
        people.count == 1 && refusal.code == .wrongPIN && pin.text.first.map(String.init) == digit
      self.refusal = refusal
      pin = Field("", masked: true)
    case .takeBack(let count) where count > pin.text.count:
      // The digit was the scan's own.
      unpick()
    case .key, .paste, .takeBack:
      if !isChecking { pin.take(event) }
    default: break
    }
    return []
  }

  private mutating func step(_ step: Int) {
    guard !people.isEmpty, !isChecking else { return }
    chosen = ((chosen ?? (step > 0 ? -1 : 0)) + step + people.count) % people.count
    pin = Field("", masked: true)
  }

  private mutating func pick(_ character: Character) {
    refusal = nil
    chosen = people.firstIndex { $0.digit > 0 && $0.digit == character.wholeNumberValue }
  }

  private mutating func unpick() {
    guard !isChecking else { return }
    chosen = people.count <= 1 ? 0 : nil
    pin = Field("", masked: true)
  }

  private mutating func check() -> [Effect] {
    guard let chosen, people.indices.contains(chosen), !pin.text.isEmpty, !isChecking else {
      return []
    }
    isChecking = true
    refusal = nil
    return [.signIn(people[chosen].id, pin: pin.text)]
  }

  // MARK: Picture

  func render(into canvas: inout Canvas, _ station: Station) {
    let rows = min(people.count, max(1, canvas.height - 7))
    canvas.panel("Who is at the desk?", width: min(canvas.width, 56), height: rows + 6) { canvas in
      let top = max(0, min((chosen ?? 0) - rows / 2, people.count - rows))
      for y in 0..<rows { row(top + y, y, &canvas, station) }
      let label = chosen == nil ? "Digit" : "PIN"
      canvas.put(0, rows + 1, label, .heading)
      let area = Rect(7, rows + 1, canvas.width - 7, 1)
      if chosen == nil {
        canvas.fill(area, .focus)
        canvas.placeCursor(7, rows + 1)
      } else {
        pin.draw(on: &canvas, 7, rows + 1, columns: canvas.width - 7, focused: true)
      }
      canvas.put(0, rows + 2, columns: canvas.width, told(station), refusal == nil ? .dim : .bad)
    }
  }

  private func row(_ index: Int, _ y: Int, _ canvas: inout Canvas, _ station: Station) {
    let staff = people[index]
    let style: Style = index == chosen ? .selected : .text
    if index == chosen { canvas.fill(Rect(0, y, canvas.width, 1), .selected) }
    canvas.put(
      1, y, staff.digit > 0 ? "\(staff.digit)" : " ", index == chosen ? .selected : .keyHint)
    canvas.put(4, y, columns: canvas.width - 17, staff.name, style)
    canvas.put(
      canvas.width - 12, y, columns: 11, Wording.role(staff, at: station.location.id),
      index == chosen ? .selected : .dim, align: .right)
  }

  private func told(_ station: Station) -> String {
    if isChecking { return "checking…" }
    if refusal != nil, isDigitTooMany { return "Wrong PIN: the PIN alone, no digit before it." }
    if let refusal { return Wording.sentence(refusal, station) }
    if people.count == 1, pin.isEmpty { return "The PIN, then Enter." }
    return chosen == nil
      ? "Your digit, or the arrows; then your PIN." : "Enter when the PIN is typed."
  }
}
