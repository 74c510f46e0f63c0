import Domain
import Sync

/// What became of everybody in one batch: who needs a look first, then the absent, then the present.
struct BatchSummary: Screen {
  let context = Context.summary
  let title = "Attendance"
  let isPanel = true

  private struct Row: Sendable {
    var name: String
    /// Tells apart who has the same name.
    var number: String
    var words: String
    var style: Style
    /// What needs a look comes first.
    var rank: Int
  }

  private let session: ID<Session>
  private let rows: [Row]
  private let head: String
  private let isWhole: Bool
  private let waits: Bool
  private var scroll = Scroll()

  init(
    _ intent: MarkAttendance, _ results: [RowResult], of people: [BookingView], _ station: Station
  ) {
    session = intent.session
    let absent = Set(intent.absent.map(\.raw))
    let known = Dictionary(people.map { ($0.booking.id.raw, $0) }) { $1 }
    let namesakes = Namesakes(people.map(\.member))
    let rows = results.map { result in
      let view = result.key.flatMap { known[$0] }
      let isAbsent = result.key.map(absent.contains) ?? false
      var row = Row(
        name: view?.member.name ?? "somebody",
        number: view.map { namesakes.number(of: $0.member) } ?? "",
        words: isAbsent ? "absent" : "here",
        style: isAbsent ? .warn : .good, rank: isAbsent ? 2 : 3)
      switch result.kind {
      case .refused:
        row.words = "not stored: " + (result.refusal.map(Wording.code) ?? "refused")
        (row.style, row.rank) = (.bad, 0)
      case .unchanged:
        let since = view?.booking.checkedInAt.map { Wording.time($0, in: station.zone, station) }
        row.words = since.map { "was in already, since \($0)" } ?? "was so already"
        (row.style, row.rank) = (.dim, 1)
      case .kept, .merged: break
      }
      return row
    }.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map(\.element)
    self.rows = rows
    func count(_ rank: Int) -> Int { rows.count { $0.rank == rank } }
    var words = [(3, "here"), (2, "absent"), (1, "unchanged"), (0, "not stored")]
      .filter { count($0.0) > 0 }.map { "\(count($0.0)) \($0.1)" }
    if words.isEmpty { words = ["nothing to change"] }
    head = "\((count(3) + count(2)).counted("mark")) stored: \(words.joined(separator: ", "))"
    isWhole = count(0) == 0
    if case .offline = station.line.connection { waits = true } else { waits = false }
  }

  /// One mark that was stored needs no list.
  var isPlain: Bool { rows.count <= 1 && isWhole }

  var toast: Toast { Toast(head + ".", .good) }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    if case .command(let command) = event,
      let place = command.row(from: scroll.selected, of: rows.count)
    {
      scroll.selected = place
      return []
    }
    switch event {
    case .command(.choose): return [.close]
    // The next key goes on with the work.
    case .key(let key): return [.close, .press(key)]
    case .settled(let submission, .done) where submission.intent is Undo: return [.close]
    default: break
    }
    return []
  }

  func render(into canvas: inout Canvas, _ station: Station) {
    let extra = waits ? 1 : 0
    let height = min(canvas.height, rows.count + 5 + extra)
    canvas.panel("Attendance", width: min(canvas.width, 60), height: height) { canvas in
      canvas.put(0, 0, columns: canvas.width, head, isWhole ? .good : .bad)
      if waits {
        canvas.put(
          0, 1, columns: canvas.width, "Safe here; provisional until the line is back.",
          .provisional)
      }
      let list = Rect(0, 1 + extra, canvas.width, max(0, canvas.height - 3 - extra))
      Table(
        [
          Table.Column("", .flexible(least: 14, weight: 2)),
          Table.Column("", .flexible(least: 12, weight: 2)),
        ], header: false
      ).draw(
        on: &canvas, in: list, count: rows.count,
        scroll: Scroll(
          selected: scroll.selected, top: max(0, scroll.selected - list.height + 1))
      ) {
        [
          Table.Item(rows[$0].name, tail: rows[$0].number),
          Table.Item(rows[$0].words, rows[$0].style),
        ]
      }
      canvas.put(
        0, canvas.height - 1,
        pieces: [
          ("Enter", .keyHint), (" OK   ", .text),
          (station.keys.key(of: .undo, in: .summary) ?? "u", .keyHint),
          (" undo all of it", .text),
        ])
    }
  }
}
