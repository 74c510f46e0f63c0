import Domain
package import Languages
package import Sync

/// A door that opens by code: it welcomes, checks in, says no well, and forgets by itself.
package struct KioskScreen: Screen {
  package let context = Context.kiosk
  package let title = "Kiosk"
  package let showsScans = true
  private var state: KioskState
  private var field = Field("", limit: 120)
  /// What was typed last and is no choice, until the next key.
  private var mistaken: String?
  /// The one on the screen, until the next member's turn.
  private var language: Language
  /// True where it was chosen over an answer: by the next member, as likely as by this one.
  private var isChosenAnew = false
  private var sessions: [SessionView] = []
  private var loaded: Day?
  /// Since the last key or scan; four are a second.
  private var ticks = 0
  private var ringsLeft = 0
  /// Of the question that went away by itself a moment ago, the most digits that answered it.
  private var late: Int?

  /// Ticks without a key until a digit is taken for the answer: a second.
  private static let untilAnswer = 4
  /// Ticks from a question until Enter alone answers it: half a second.
  private static let untilRead = 2
  /// Ticks from the end of a question until a digit is nobody's late answer: two seconds.
  private static let untilLeft = 8

  package init(isOutOfOrder: Bool, _ language: Language) {
    state = isOutOfOrder ? .outOfOrder : .welcome
    self.language = language
  }

  /// While one key answers, keys wait until they are known to be no scan's.
  package var isTyping: Bool {
    switch state {
    case .choose: false
    case .howMany(_, let missing): missing > 9
    case .yes(let report): report.others.isEmpty
    default: true
    }
  }

  /// The most digits that answer the question here, or the one that was; nil where there is none.
  private var digits: Int? {
    switch state {
    case .welcome: late
    case .howMany(_, let missing) where missing > 9: String(missing).count
    case _ where isTyping: nil
    // A finger that hits two keys chose nothing yet.
    default: 2
    }
  }

  /// False while only staff can set it going again.
  var takesCodes: Bool { if case .outOfOrder = state { false } else { true } }

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    loaded = station.today
    sessions = try store.schedule(from: station.today, days: 3, at: station.location.id)
  }

  // MARK: Events

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .tick: return wait(station)
    case .outOfOrder(let isOut): return show(isOut ? .outOfOrder : .welcome)
    case _ where !takesCodes: return []
    case .presented: return show(.reading)
    case .scanned(let report): return show(KioskState(report))
    case .greeted(let act, let greeting): greet(act, greeting)
    case .command(let command):
      if let chosen = command.language { (language, isChosenAnew) = (chosen, true) }
      ticks = 0
    case .key(let key): return press(key, station)
    case .paste, .takeBack:
      ticks = 0
      field.take(event)
    default: break
    }
    return []
  }

  private mutating func show(_ state: KioskState) -> [Effect] {
    self.state = state
    field.clear()
    mistaken = nil
    late = nil
    isChosenAnew = false
    ticks = 0
    ringsLeft = max(0, state.rings - 1)
    return state.rings > 0 ? [.ring] : []
  }

  /// Adds the name to the yes that still stands there.
  private mutating func greet(_ act: ID<Operation>, _ greeting: Greeting) {
    guard case .yes(var report) = state, case .welcome(let receipt) = report.verdict,
      receipt.operation == act
    else { return }
    report.greeting = greeting
    state = .yes(report)
  }

  private mutating func press(_ key: Key, _ station: Station) -> [Effect] {
    let (waited, before) = (ticks, mistaken)
    ticks = 0
    mistaken = nil
    switch (key, state) {
    case (_, .reading): return []
    case (.esc, _): return show(.welcome)
    case (.enter, _): return enter(after: waited, before)
    case (.char, _):
      field.take(.key(key))
      if pick != nil { break }
      if !isAnswer(field.text) {
        // What is no answer is the next one's code, and begins their turn.
        if state.report != nil, !isChosenAnew { language = station.options.language }
        state = .welcome
        late = nil
      } else if !isTyping {
        mistaken = field.text
        return before == nil ? [.ring] : []
      }
    default: field.take(.key(key))
    }
    return []
  }

  /// The question stands, and says so.
  private mutating func reject(_ text: String) -> [Effect] {
    field.clear()
    mistaken = text
    return [.ring]
  }

  /// The digit that answers once nothing follows it: the next one's number may begin with it. Pressed
  /// twice it is the same, and before it may stand one that is no choice.
  private var pick: (digit: Int, answer: Presentation)? {
    let text = field.text
    guard let report = state.report, !isTyping, let last = text.last,
      let digit = last.wholeNumberValue, let answer = report.picked(digit)
    else { return nil }
    let others = text.filter { $0 != last }
    guard others.isEmpty || isAnswer(text) else { return nil }
    return others.contains { $0.wholeNumberValue.flatMap(report.picked) != nil }
      ? nil : (digit, answer)
  }

  /// Right or wrong; longer than that it is the next one's code.
  private func isAnswer(_ text: String) -> Bool {
    digits.map { text.count <= $0 && text.utf8.allSatisfy { 48...57 ~= $0 } } ?? false
  }

  /// Alone it means all of a group, and nothing else: people press it twice. So it means that only once
  /// they can have read the question, and not where it ends what was no choice.
  private mutating func enter(after ticks: Int, _ mistake: String?) -> [Effect] {
    if let pick { return [.present(pick.answer)] }
    let text = field.text.trimmed
    if text.isEmpty, mistake != nil || ticks < Self.untilRead { return [] }
    if case .howMany(let report, _) = state, let answer = report.answer(text) {
      return [.present(answer)]
    }
    if text.isEmpty { return [] }
    return isAnswer(text) ? reject(text) : [.present(Presentation(text))]
  }

  /// A question gets twice the time of an answer, what sends people away less.
  private mutating func wait(_ station: Station) -> [Effect] {
    ticks += 1
    if ticks >= Self.untilAnswer, !isTyping || late != nil, !field.isEmpty {
      if let pick { return [.present(pick.answer)] }
      field.clear()
    }
    if ticks >= Self.untilLeft { late = nil }
    let options = station.options
    let isIdle: Bool
    let seconds: Int?
    switch state {
    case .welcome:
      isIdle = field.isEmpty && language == options.language
      seconds = 2 * options.kioskReset
    case .reading, .outOfOrder: (isIdle, seconds) = (true, nil)
    case .choose, .howMany: (isIdle, seconds) = (false, 2 * options.kioskReset)
    case .yes(let report):
      (isIdle, seconds) = (false, (report.others.isEmpty ? 1 : 2) * options.kioskReset)
    case .no: (isIdle, seconds) = (false, options.kioskReset)
    case .seeTheDesk: (isIdle, seconds) = (false, options.kioskStaffReset)
    }
    let isOld = !isIdle && seconds.map { ticks > 4 * $0 } ?? false
    if isOld {
      let asked = digits
      _ = show(.welcome)
      late = asked
      language = options.language
    }
    var effects: [Effect] = isOld || loaded != station.today ? [.reload] : []
    if ringsLeft > 0 {
      ringsLeft -= 1
      effects.append(.ring)
    }
    return effects
  }

  // MARK: Picture

  package func render(into canvas: inout Canvas, _ station: Station) {
    let (head, body) = canvas.bounds.split(top: canvas.height > 16 ? 2 : 1)
    canvas.inside(head) { canvas in place(&canvas, station) }
    canvas.inside(body) { canvas in
      switch state {
      case .welcome: welcome(&canvas, station)
      case .howMany(_, let missing) where missing > 9:
        let (words, bottom) = canvas.bounds.split(bottom: 1)
        canvas.inside(words) { canvas in draw(&canvas, station) }
        field.draw(
          on: &canvas, max(0, (canvas.width - 6) / 2), bottom.y, columns: 6, focused: true,
          align: .centre)
      default: draw(&canvas, station)
      }
    }
  }

  /// In the member's own language, where their record says which.
  private func draw(_ canvas: inout Canvas, _ station: Station) {
    let member = state.report?.booking?.member ?? state.report?.member
    let own = member.flatMap { Language(tag: $0.language) }
    KioskWords(state, own ?? language, station, picked: pick?.digit, mistaken: mistaken)
      .draw(into: &canvas)
  }

  /// Ends before the frame's mark of a training studio.
  private func place(_ canvas: inout Canvas, _ station: Station) {
    let time = Wording.time(station.now, in: station.zone, station)
    canvas.fill(Rect(0, 0, canvas.width, 1), .statusBar)
    let (studio, place) = (station.studio.organization.name, station.location.name)
    let names = ["\(studio) · \(place)", place, studio]
    let room = canvas.width - 11 - Width.columns(time) - 2
    let name = names.first { Width.columns($0) <= room } ?? studio
    canvas.put(1, 0, columns: canvas.width - 11, "\(time)  \(name)", .statusBar.bold)
  }

  private func welcome(_ canvas: inout Canvas, _ station: Station) {
    let words = KioskWelcome(
      typed: field, language, coming: coming(station), languages: station.keys.rows(in: .kiosk))
    words.draw(into: &canvas, station)
  }

  /// What somebody who comes in now may have come for, of the next 48 hours.
  private func coming(_ station: Station) -> [SessionView] {
    sessions.filter { view in
      !view.isOff && view.state != .draft && view.session.end > station.now
        && view.session.start < station.now + 48 * 3_600
    }
  }
}
