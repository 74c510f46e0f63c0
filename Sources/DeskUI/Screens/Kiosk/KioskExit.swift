import Domain
import Sync

/// Where staff leave a kiosk: it covers the members' screen and shows no name, and of a PIN only dots.
///
/// Whoever stops in the middle is told that it closed, and the rest of what they type ends here: on the
/// members' screen it would stand in large letters.
struct KioskExit: Screen {
  private enum Stage { case asking, checking, over }

  let context = Context.signIn
  let title = "Staff"
  let isPanel = true
  let isTyping = true
  /// Empty where nobody is known: then the PIN is the kiosk's own.
  private let managers: [Staff]
  private var chosen: ID<Staff>?
  private var pin = Field("", masked: true)
  private var stage = Stage.asking
  private var refusal: Refusal?
  private var hasHeldScan = false
  /// Since the last key; four are a second.
  private var ticks = 0

  init(_ station: Station) {
    managers = station.studio.staff.filter { staff in
      staff.active
        && staff.roles(at: station.location.id).contains { $0 == .owner || $0 == .locationManager }
    }
    chosen = only
  }

  /// Whom no digit has to tell apart.
  private var only: ID<Staff>? {
    managers.isEmpty ? ID<Staff>.none : managers.count == 1 ? managers[0].id : nil
  }

  /// False once nobody types here any more: then a card goes before it.
  var holdsScans: Bool { stage != .over }

  // MARK: Events

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    if case .tick = event { return wait(station) }
    ticks = 0
    switch (event, stage) {
    case (.scanHeld, _): hasHeldScan = true
    case (.command(.choose), .over): return [.close]
    case (.command(.choose), .asking): return check()
    case (.key(.char(let character)), .asking) where chosen == nil: pick(character)
    case (.key(.backspace), .asking) where pin.isEmpty: chosen = only
    case (.takeBack(let count), .asking) where count > pin.text.count: begin()
    case (.key, .asking), (.paste, .asking), (.takeBack, .asking): pin.take(event)
    case (.signInRefused(let refusal), .checking):
      self.refusal = refusal
      begin()
    default: break
    }
    return []
  }

  private mutating func begin() {
    stage = .asking
    chosen = only
    pin.clear()
  }

  private mutating func pick(_ character: Character) {
    refusal = nil
    chosen = managers.first { $0.digit > 0 && $0.digit == character.wholeNumberValue }?.id
  }

  private mutating func check() -> [Effect] {
    guard let chosen, !pin.isEmpty else { return [] }
    (stage, refusal) = (.checking, nil)
    return [.signIn(chosen, pin: pin.text)]
  }

  /// A question for staff does not stand in the members' way, and does not go without a word.
  private mutating func wait(_ station: Station) -> [Effect] {
    ticks += 1
    guard ticks > 4 * Self.patience(station) else { return [] }
    if case .over = stage { return [.close] }
    begin()
    (stage, refusal, ticks) = (.over, nil, 0)
    return [.ring]
  }

  /// Seconds without a key.
  private static func patience(_ station: Station) -> Int { 2 * station.options.kioskReset }

  // MARK: Picture

  func render(into canvas: inout Canvas, _ station: Station) {
    canvas.fill(canvas.bounds, .text)
    let width = canvas.width - 2
    let lines = told(station).flatMap { text, style in
      TextFit.wrap(text, columns: width).map { (text: $0, style: style) }
    }
    let field = stage == .over ? nil : lines.firstIndex { $0.style != .heading }
    let wanted = lines.count + 1
    let high = min(canvas.height - wanted, canvas.height / 2)
    var y = 0
    if high >= BigText.rows + 1 {
      let area = Rect(1, 1, width, high - 1)
      _ = BigText.draw(on: &canvas, in: area, "STAFF", .accent)
      y = high + 1
    }
    let columns = min(width, 20)
    for (place, line) in lines.enumerated() {
      if place == field {
        pin.draw(on: &canvas, (canvas.width - columns) / 2, y, columns: columns, focused: true)
        y += 1
      }
      canvas.put(1, y, columns: width, line.text, line.style, align: .centre)
      y += 1
    }
  }

  private func told(_ station: Station) -> [(String, Style)] {
    let seconds = Self.patience(station)
    if case .over = stage {
      return [
        ("Closed: no key was pressed for \(seconds) seconds.", .warn),
        ("Enter goes back to the members' screen.", .heading),
      ]
    }
    var lines: [(String, Style)] = [(asked, .heading)]
    if case .checking = stage {
      lines.append(("checking…", .dim))
    } else if let refusal {
      // Whoever stands here is no member.
      let told = refusal.sentence(for: .staff, now: station.now, zones: station.zones)
      lines.append((told, .bad))
    }
    if hasHeldScan {
      lines.append(("A card was shown: it counts again once this is closed.", .warn))
    }
    let how = "Esc goes back to the members' screen; \(seconds) seconds without a key do too."
    return lines + [(how, .dim)]
  }

  private var asked: String {
    if managers.count > 1 { return "To leave the kiosk: your digit, then your PIN, then Enter." }
    return managers.isEmpty
      ? "To leave the kiosk: its exit PIN, then Enter."
      : "To leave the kiosk: the manager's PIN, then Enter."
  }
}
