import Domain
import Sync

/// Where staff leave a kiosk: it covers the members' screen and shows no name, and of a PIN only dots.
///
/// Whoever stops in the middle is told that it closed, and the rest of what they type ends here: on the
/// members' screen it would stand in large letters.
struct KioskExit: Screen {
  private enum Stage {
    case asking, checking, over
    /// A word to staff, after which Enter ends the program, or goes back.
    case told(String, ends: Bool)
  }

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

  /// After the PIN of a kiosk that was shut out: why, and then the end of the program.
  init(_ station: Station, telling reason: String) {
    self.init(station)
    stage = .told(reason, ends: true)
  }

  /// For a kiosk that no PIN leads out of, because none was ever set.
  static func withoutPIN(_ station: Station) -> Self {
    var exit = Self(station)
    exit.stage = .told(
      "This kiosk never had an exit PIN: its service, or a signal from another terminal, ends it.",
      ends: false)
    return exit
  }

  /// Whom no digit has to tell apart.
  private var only: ID<Staff>? {
    managers.isEmpty ? ID<Staff>.none : managers.count == 1 ? managers[0].id : nil
  }

  /// False once nobody types here any more: then a card goes before it.
  var holdsScans: Bool { if case .over = stage { false } else { true } }

  // MARK: Events

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    if case .tick = event { return wait(station) }
    ticks = 0
    switch (event, stage) {
    case (.scanHeld, _): hasHeldScan = true
    case (.command(.choose), .over): return [.close]
    case (.command(.choose), .told(_, let ends)): return [ends ? .quit : .close]
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
    guard ticks > 4 * patience(station) else { return [] }
    switch stage {
    case .over, .told: return [.close]
    case .asking, .checking: break
    }
    begin()
    (stage, refusal, ticks) = (.over, nil, 0)
    return [.ring]
  }

  /// Seconds without a key; what is told is long.
  private func patience(_ station: Station) -> Int {
    let seconds = 2 * station.options.kioskReset
    if case .told = stage { return 6 * seconds }
    return seconds
  }

  // MARK: Picture

  func render(into canvas: inout Canvas, _ station: Station) {
    canvas.fill(canvas.bounds, .text)
    let width = canvas.width - 2
    let lines = told(station).flatMap { text, style in
      TextFit.wrap(text, columns: width).map { (text: $0, style: style) }
    }
    let field = takesPIN ? lines.firstIndex { $0.style != .heading } : nil
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
        pin.draw(
          on: &canvas, (canvas.width - columns) / 2, y, columns: columns, focused: true,
          align: .centre)
        y += 1
      }
      canvas.put(1, y, columns: width, line.text, line.style, align: .centre)
      y += 1
    }
  }

  private var takesPIN: Bool {
    switch stage {
    case .asking, .checking: true
    case .over, .told: false
    }
  }

  private func told(_ station: Station) -> [(String, Style)] {
    let seconds = patience(station)
    switch stage {
    case .asking, .checking: break
    case .told(let text, let ends):
      let end = ends ? "Enter ends the program. " : ""
      let back = "Esc goes back to the members' screen; so do \(seconds) seconds without a key."
      return [(text, .heading), (end + back, .dim)]
    case .over:
      return [
        ("Closed: no key was pressed for \(seconds) seconds.", .warn),
        (
          "Enter goes back to the members' screen; so do \(seconds) more seconds without a key.",
          .heading
        ),
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
    let how = "Esc goes back to the members' screen; \(seconds) seconds without a key close this."
    return lines + [(how, .dim)]
  }

  private var asked: String {
    if managers.count > 1 { return "To leave the kiosk: your digit, then your PIN, then Enter." }
    return managers.isEmpty
      ? "To leave the kiosk: its exit PIN, then Enter."
      : "To leave the kiosk: the manager's PIN, then Enter."
  }
}
