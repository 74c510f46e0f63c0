import Support
import Testing

/// A day of the city's timetable: file, document, drawn screen and running application agree.
@Suite struct TimetableJourney {
  static let file = "timetable/toronto-drop-in-slice.csv"
  private static let day = "2025-12-06"
  private let desk = DeskProgram(always: ["--as", "Ann", "--pin", "4821"])

  /// One class as all of them tell it.
  private struct Line: Hashable, Comparable {
    let span: String
    let title: String
    let place: String

    var start: Substring { span.prefix(5) }

    static func < (one: Line, other: Line) -> Bool {
      (one.span, one.title, one.place) < (other.span, other.title, other.place)
    }

    /// A screen that is too narrow cuts the title.
    func isCut(of whole: Line) -> Bool {
      span == whole.span && place == whole.place
        && (title == whole.title || title.last == "…" && whole.title.hasPrefix(title.dropLast()))
    }
  }

  @Test(.enabled(if: SharedData.has(TimetableJourney.file), "shared data is not here"))
  func fileDocumentPictureAndApplicationAgree() throws {
    try found()
    let expected = try ofFile()
    #expect(expected.count == 36 && Set(expected).count == 36)
    #expect(try ofDocument() == expected)

    let wide = try desk.run(
      "render", "schedule", "--date", Self.day, "--all", "--size", "200x50")
    #expect(lines(of: wide).sorted() == expected)
    let narrow = lines(
      of: try desk.run("render", "schedule", "--date", Self.day, "--all", "--size", "80x24"))
    #expect(narrow.count >= 18)
    #expect(narrow.map(\.start) == expected.prefix(narrow.count).map(\.start))
    #expect(narrow.allSatisfy { line in expected.contains { line.isCut(of: $0) } })

    let terminal = try Tmux(
      "exec \(DeskProgram.path) --data \(desk.data)", width: 200, height: 50,
      environment: [
        "HOME": "/nonexistent", "XDG_CONFIG_HOME": "", "STUDIOLOOP_AS": "Ann",
        "STUDIOLOOP_PIN": "4821",
      ])
    try terminal.wait(for: "(owner)")
    try terminal.keys("a")
    try terminal.wait(for: "all locations")
    try terminal.keys("g")
    try terminal.wait(for: "Go to the date")
    try terminal.type(Self.day)
    try terminal.wait(for: Self.day)
    try terminal.keys("Enter")
    // The head is painted before the rows: a picture taken between the two is no answer yet.
    let large = try terminal.wait(until: "the day's 36 sessions") { screen in
      screen.contains("Sat 6 Dec 2025") && screen.contains("36 sessions")
        && lines(of: screen).count == expected.count
    }
    let byTime = lines(of: large)
    try #require(byTime.sorted() == expected)

    try terminal.resize(80, 24)
    var missing = Set(expected)
    for page in 0..<4 {
      if page > 0 { try terminal.keys("PageDown") }
      let last = min(page * 10, 35)
      // Here too: a page that is painted to its end has at least sixteen rows.
      let small = try terminal.wait(until: "row \(last) chosen on a whole page") { screen in
        lines(of: screen).count >= 16
          && screen.split(separator: "\n").contains { line in
            line.hasPrefix("▸") && lines(of: String(line)).contains { $0.isCut(of: byTime[last]) }
          }
      }
      let seen = lines(of: small)
      #expect(seen.allSatisfy { line in expected.contains { line.isCut(of: $0) } }, "\(small)")
      missing = missing.filter { whole in !seen.contains { $0.isCut(of: whole) } }
    }
    #expect(missing.isEmpty)
  }

  private func found() throws {
    let made = DeskProgram.run(
      [
        "init", "--name", "Toronto", "--timezone", "America/Toronto",
        "--location", "Main", "--owner", "Ann", "--owner-pin", "4821", "--data", desk.data,
      ])
    try #require(made.status == 0, "\(made.errors)")
    try desk.run("import", "timetable", SharedData.path(Self.file))
  }

  // MARK: Four ways to read a day

  /// Columns of the file by hand: no cell of it is quoted.
  private func ofFile() throws -> [Line] {
    let rows = try SharedData.text(Self.file).split(whereSeparator: \.isNewline).dropFirst()
    return rows.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      .filter { $0[12] <= Self.day && $0[13] >= Self.day && $0[14] == "Saturday" }
      .map { cells in
        func time(_ column: Int) -> String {
          [cells[column], cells[column + 1]].map { $0.count < 2 ? "0\($0)" : "\($0)" }
            .joined(separator: ":")
        }
        return Line(
          span: "\(time(8))-\(time(10))", title: String(cells[3]), place: "Location \(cells[1])")
      }.sorted()
  }

  private func ofDocument() throws -> [Line] {
    struct Day: Decodable {
      struct Session: Decodable {
        let service: String
        let location: String
        let start: String
        let end: String
      }
      let sessions: [Session]
    }
    let day = try desk.json(Day.self, "schedule", "--date", Self.day, "--all")
    func time(_ moment: String) -> Substring {
      #expect(moment.hasPrefix("\(Self.day)T") && moment.hasSuffix(":00-05:00"))
      return moment.dropFirst(11).prefix(5)
    }
    return day.sessions.map {
      Line(span: "\(time($0.start))-\(time($0.end))", title: $0.service, place: $0.location)
    }.sorted()
  }

  /// "▸ 08:45-09:45 Yoga      Location 189     0/20 over", in the order of the screen.
  private func lines(of screen: String) -> [Line] {
    screen.split(separator: "\n").compactMap { row in
      let parts = row.dropFirst(2).split(separator: "  ").map { $0.drop { $0 == " " } }
        .filter { !$0.isEmpty }
      guard let head = parts.first, let place = parts.first(where: { $0.hasPrefix("Location ") }),
        let blank = head.firstIndex(of: " "), head[..<blank].count == 11
      else { return nil }
      return Line(
        span: String(head[..<blank]), title: String(head[head.index(after: blank)...]),
        place: String(place))
    }
  }
}
