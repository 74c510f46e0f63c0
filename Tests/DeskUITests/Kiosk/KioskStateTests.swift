import DeskUI
import Domain
import Languages
import Support
import Sync
import Testing

/// Each of the eight states in each language at three sizes: its word, in large letters where there
/// is room, and every word of what it says.
@Suite struct KioskStateTests {
  private struct State {
    let name: String
    let event: ScreenEvent?
    let word: KioskText
    let shape: BigShape?
    let says: [String]
    /// A digit that is no choice.
    var typed: Character?
  }

  @Test(arguments: [(40, 12), (80, 24), (132, 43), (200, 50)], Language.allCases)
  func everyStateIsWholeInEveryLanguage(_ size: (width: Int, height: Int), _ language: Language)
    throws
  {
    #expect(Translated.isMade)
    let desk = try TestDesk()
    var options = DeskOptions()
    options.language = language
    var station = Station(
      studio: desk.store.studio, staff: nil, now: desk.store.clock.now, options: options,
      mode: .kiosk)
    (station.width, station.height) = size
    for state in try states(desk, language, station) {
      var screen = KioskScreen(isOutOfOrder: false, language)
      try screen.load(from: desk.store, station)
      if let event = state.event { _ = screen.update(event, station) }
      if let typed = state.typed { _ = screen.update(.key(.char(typed)), station) }
      for glyphs in [Glyphs.unicode, .console, .ascii] {
        var canvas = Canvas(width: size.width, height: size.height, glyphs: glyphs)
        screen.render(into: &canvas, station)
        check(canvas.grid, state, language, glyphs)
      }
    }
  }

  /// Staff find each of the acts by its own.
  @Test func aFamilyLetInTogetherInTheDarkHasAReceiptEach() throws {
    let desk = try TestDesk()
    var station = Station(
      studio: desk.store.studio, staff: nil, now: desk.store.clock.now, options: DeskOptions(),
      mode: .kiosk)
    (station.width, station.height) = (80, 24)
    station.line.connection = .offline(since: nil)
    let acts = (0..<3).map { _ in desk.store.mintOperation() }
    var report = ScanReport(
      Presentation("100014"), .welcome(Receipt(operation: acts[2], outcome: nil)))
    report.before = acts.dropLast().map { Receipt(operation: $0, outcome: nil) }
    var screen = KioskScreen(isOutOfOrder: false, .english)
    try screen.load(from: desk.store, station)
    _ = screen.update(.scanned(report), station)
    var canvas = Canvas(width: 80, height: 24, glyphs: .unicode)
    screen.render(into: &canvas, station)
    let told = acts.map { ReceiptNumber($0).text }.joined(separator: ", ")
    #expect(canvas.grid.text.contains("Receipt \(told): photograph it"), "\(canvas.grid.text)")
  }

  private func states(_ desk: TestDesk, _ language: Language, _ station: Station) throws -> [State]
  {
    func view(_ name: String) throws -> BookingView {
      let id = try #require(desk.bookings[name])
      return try #require(try desk.store.booking(id))
    }
    func report(_ verdict: ScanReport.Verdict, _ name: String? = nil) throws -> ScreenEvent {
      var report = ScanReport(Presentation("K7QF2M9X"), verdict)
      report.booking = try name.map(view)
      return .scanned(report)
    }
    func said(_ refusal: Refusal) -> String {
      refusal.sentence(
        for: .member, now: station.now, zones: [TestDesk.zone: station.zone],
        translated: language.text)
    }
    func text(_ text: KioskText, _ values: [String: String] = [:]) -> String {
      text.text(in: language, values)
    }
    let early = Refusal(
      .checkInTooEarly, ["opens": .time(TestDesk.at(33, 30), zone: TestDesk.zone)])
    let soon = try #require(try view("Naledi/pilates").session)
    let place = ScanReport.FreePlace(soon, cost: Credits(1))
    let gone = Refusal(.notFound, ["what": .word("bookingToday")])
    let slow = Refusal(.rateLimited, ["seconds": .seconds(32)])
    let receipt = Receipt(operation: .none, outcome: nil)
    var later = ScanReport(
      Presentation("103"), .offer([place], to: .none, since: early))
    later.booking = try view("Zoë/sunday")
    return [
      State(
        name: "join", event: .scanned(later), word: .join, shape: .question,
        says: [said(early), "Vinyasa", text(.alsoRoom), text(.pressToJoin), "1  Pilates 18:00"]),
      State(
        name: "welcome", event: nil, word: .welcome, shape: nil,
        says: [text(.scan)] + Language.allCases.map(\.name)),
      State(
        name: "reading", event: .presented, word: .moment, shape: .hourglass,
        says: [text(.reading)]),
      State(
        name: "choose", event: try report(.choose([view("Naledi/pilates"), view("Zoë/sunday")])),
        word: .which, shape: .question,
        says: [text(.pressWhichOrAll), "1  Pilates 18:00  Naledi", "09:00  Zoë"]),
      State(
        name: "how many", event: try report(.howMany(4), "Naledi/pilates"), word: .howMany,
        shape: .question, says: [text(.howManyHere), text(.pressHowMany, ["most": "4"]), "Pilates"]),
      State(
        name: "no choice", event: try report(.howMany(4), "Naledi/pilates"), word: .howMany,
        shape: .question,
        says: [text(.pressHowMany, ["most": "4"]), text(.noChoice, ["number": "9"])], typed: "9"),
      State(
        name: "none of them",
        event: try report(.choose([view("Naledi/pilates"), view("Zoë/sunday")])), word: .which,
        shape: .question,
        says: [text(.pressWhichOrAll), text(.noChoice, ["number": "9"]), "1  Pilates 18:00"],
        typed: "9"),
      State(
        name: "yes", event: try report(.welcome(receipt), "Naledi/pilates"), word: .yes,
        shape: .tick, says: [text(.youAreIn, ["name": "Naledi"]), "Pilates 18:00 · Studio A"]),
      State(
        name: "no", event: try report(.refused(early), "Zoë/sunday"), word: .no, shape: .cross,
        says: [said(early), "Vinyasa"]),
      State(
        name: "wait", event: try report(.refused(slow)), word: .wait, shape: .hourglass,
        says: [said(slow)]),
      State(
        name: "see the desk", event: try report(.refused(gone)), word: .desk, shape: .hand,
        says: [said(gone)]),
      State(
        name: "out of order", event: .outOfOrder(true), word: .outOfOrder, shape: .stop,
        says: [text(.thisIsOutOfOrder), text(.goToTheDesk)]),
    ]
  }

  private func check(_ grid: Grid, _ state: State, _ language: Language, _ glyphs: Glyphs) {
    let name = "\(state.name) in \(language) at \(grid.width)x\(grid.height)\n\(grid.text)"
    func words(_ text: String) -> String {
      let folded = glyphs.isASCII ? plain(text) : text
      return folded.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let shown = words(grid.text)
    for text in state.says { #expect(shown.contains(words(text)), "\(text): \(name)") }
    #expect(!shown.contains(Character(glyphs.ellipsis)), "cut: \(name)")
    let word = state.word.text(in: language)
    let fits = (BigText.columns(word) ?? .max) <= grid.width - 2
    let large = [word, "\(word), Naledi"].contains { text in
      [state.shape, nil].contains { drawn(text, $0, in: grid, glyphs) }
    }
    #expect(large || !fits && shown.contains(words(word)), "no \(word): \(name)")
    if state.shape != nil, grid.width >= 80 {
      let withShape = [word, "\(word), Naledi"].contains {
        drawn($0, state.shape, in: grid, glyphs)
      }
      #expect(withShape, "no shape: \(name)")
    }
  }

  /// As the screens fold it where there is only ASCII.
  private func plain(_ text: String) -> String {
    var folded = String.UnicodeScalarView()
    for cluster in CellText(text, ascii: true) { folded.append(cluster.base) }
    return String(folded)
  }

  /// Whether the word stands somewhere in large letters, at whatever scale.
  private func drawn(_ word: String, _ shape: BigShape?, in grid: Grid, _ glyphs: Glyphs) -> Bool {
    guard let columns = BigText.columns(word, after: shape) else { return false }
    let lines = grid.lines.map { Array($0) }
    for high in 1...max(1, grid.height / BigText.rows) {
      for wide in high...2 * high where wide * columns <= grid.width {
        var canvas = Canvas(width: wide * columns, height: high * BigText.rows, glyphs: glyphs)
        let area = canvas.bounds
        guard BigText.draw(on: &canvas, in: area, word, after: shape, .text) else { continue }
        let picture = canvas.grid.lines.map { Array($0) }
        guard picture[0].count == area.width, picture.count <= lines.count else { continue }
        for y in 0...lines.count - picture.count {
          for x in 0...grid.width - area.width
          where picture.indices.allSatisfy({ row in
            lines[y + row].count == grid.width
              && Array(lines[y + row][x..<x + area.width]) == picture[row]
          }) { return true }
        }
      }
    }
    return false
  }
}
