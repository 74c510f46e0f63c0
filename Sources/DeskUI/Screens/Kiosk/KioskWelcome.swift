import Domain
import Languages
import Sync

/// The screen that waits for a code: greeting, what to do, the field, the languages.
struct KioskWelcome {
  private let field: Field
  private let language: Language
  private let coming: [SessionView]
  private let languages: [Keymap.Row]

  init(
    typed field: Field, _ language: Language, coming: [SessionView], languages: [Keymap.Row]
  ) {
    self.field = field
    self.language = language
    self.coming = coming
    self.languages = languages.filter { $0.action.language != nil }
  }

  func draw(into canvas: inout Canvas, _ station: Station) {
    let hints = hints(canvas.width - 2)
    let (body, bottom) = canvas.bounds.split(bottom: canvas.height > 4 ? hints.count : 0)
    canvas.inside(bottom) { canvas in
      for (y, line) in hints.enumerated() { draw(line, y, &canvas) }
    }
    canvas.inside(body) { canvas in greet(&canvas, station) }
  }

  private func greet(_ canvas: inout Canvas, _ station: Station) {
    let told = TextFit.wrap(
      KioskText.scan.text(in: language), columns: canvas.width - 2)
    // The field, and a blank row on either side of it where there is room.
    let least = told.count + 1
    let listed = canvas.height > 16 ? min(coming.count, canvas.height - 16, 5) : 0
    let room = canvas.height - least - (listed > 0 ? listed + 3 : 0)
    let high = room < BigText.rows ? min(1, max(0, room)) : min(room, canvas.height * 3 / 5)
    let text = field.isEmpty ? KioskText.welcome.text(in: language) : field.text
    let style: Style = field.isEmpty ? .accent : .text
    let area = Rect(1, 0, canvas.width - 2, high)
    if high > 0, !BigText.draw(on: &canvas, in: area, text, style) {
      canvas.put(1, high / 2, columns: area.width, text, .title, align: .centre)
    }
    var y = high
    for line in told {
      canvas.put(1, y, columns: canvas.width - 2, line, .heading, align: .centre)
      y += 1
    }
    let spare = canvas.height - high - least
    if spare > 1 { y += 1 }
    let width = min(canvas.width - 2, 40)
    field.draw(
      on: &canvas, (canvas.width - width) / 2, y, columns: width, focused: true, align: .centre)
    list(listed, from: y + 2, &canvas, station)
  }

  private func list(_ count: Int, from y: Int, _ canvas: inout Canvas, _ station: Station) {
    let lines = coming.prefix(count).map { view in
      let day = view.zone.day(of: view.session.start)
      let isToday = day == station.today
      let words = DayWords.day(day, today: station.today, translated: language.text)
      return [isToday ? nil : words, Wording.span(view, station), view.service, view.room]
        .compactMap { $0 }.joined(separator: "  ")
    }
    let x = max(1, (canvas.width - (lines.map(Width.columns).max() ?? 0)) / 2)
    for (place, line) in lines.enumerated() {
      canvas.put(x, y + place, columns: canvas.width - x - 1, line, .dim)
    }
  }

  // MARK: Languages

  private typealias Hint = (key: String, language: Language)

  private static let gap = 2

  private func columns(_ hint: Hint) -> Int {
    Width.columns(hint.key) + 1 + Width.columns(hint.language.name)
  }

  /// In as many rows as they need.
  private func hints(_ width: Int) -> [[Hint]] {
    var lines: [[Hint]] = []
    var used = 0
    for row in languages {
      guard let language = row.action.language, let key = row.keys.first?.name else { continue }
      let hint: Hint = (key, language)
      if let last = lines.indices.last, used + Self.gap + columns(hint) <= width {
        lines[last].append(hint)
        used += Self.gap + columns(hint)
      } else {
        lines.append([hint])
        used = columns(hint)
      }
    }
    return lines
  }

  private func draw(_ line: [Hint], _ y: Int, _ canvas: inout Canvas) {
    let wanted = line.reduce(-Self.gap) { $0 + columns($1) + Self.gap }
    var x = max(1, (canvas.width - wanted) / 2)
    for hint in line {
      let style: Style = hint.language == language ? .selected : .keyLabel
      x += canvas.put(x, y, hint.key, .keyHint) + 1
      x += canvas.put(x, y, hint.language.name, style) + Self.gap
    }
  }
}
