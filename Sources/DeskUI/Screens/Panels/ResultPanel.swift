import Domain
import Sync

/// What became of a scan, over whatever screen is open; the next key goes on with the work.
struct ResultPanel: Screen {
  let context = Context.result
  let title = "Check-in"
  let isPanel = true
  private var report: ScanReport
  /// It lies over the people of a session, to which somebody may walk in.
  private let overRoster: Bool
  private var reason: Field?
  /// Of what the result asks, or the next code.
  private var answer: Field?
  private var ticks = 0

  init(_ report: ScanReport, overRoster: Bool = false) {
    self.report = report
    self.overRoster = overRoster
    answer = report.asks ? Field("") : nil
  }

  var isTyping: Bool { reason != nil || answer != nil }

  var openQuestion: ScanReport? { report.asks ? report : nil }

  mutating func stepBack() -> Bool {
    defer { reason = nil }
    return reason != nil
  }

  mutating func load(from store: DeskStore, _ station: Station) throws {
    report.weigh(by: station.hand, in: store)
  }

  func label(of command: Command) -> String? {
    switch command {
    case .override: report.letInLabel
    case .choose: reason == nil ? nil : "let in"
    default: nil
    }
  }

  func obstacle(to command: Command, _ station: Station) -> String? {
    switch command {
    case .override: station.obstacle(toLettingIn: report)
    case .walkIn:
      overRoster && report.unbooked != nil ? station.obstacle(to: .bookForMember) : "not here"
    case .open where report.asks: "it asks first"
    case .open: report.booking?.session == nil ? "no session" : station.obstacle(to: .seeAll)
    case .unpaid, .grant, .waitlist: "not here"
    default: nil
    }
  }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(.choose): return choose()
    case .command(.override):
      guard station.mayLetIn(report) else {
        reason = Field("")
        return []
      }
      var again = report.presentation
      again.letsIn = true
      return [.present(again)]
    case .command(.walkIn):
      return report.unbooked.map { [.answer(.member(topic: .walkIn, MemberHit($0)))] } ?? []
    case .command(.open):
      guard let session = report.booking?.session else { return [] }
      return [.close, .open(RosterScreen(session.session.id))]
    case .key(let key) where !isTyping: return [.close, .press(key)]
    case .key, .paste, .takeBack:
      if reason != nil { reason?.take(event) } else { answer?.take(event) }
    case .tick: return age(station)
    default: break
    }
    return []
  }

  private mutating func choose() -> [Effect] {
    if let why = reason?.text.trimmed {
      guard !why.isEmpty else { return [.say(.reasonNeeded)] }
      var again = report.presentation
      again.override = why
      return [.present(again)]
    }
    guard let text = answer?.text.trimmed else { return [.close] }
    answer?.clear()
    guard report.takes(text) else { return [.present(Presentation(text))] }
    return [
      report.answer(text).map { .present($0) }
        ?? .say(Toast("Not an answer: \(report.howToAnswer).", .warn))
    ]
  }

  /// A locked desk forgets what it showed after a few seconds.
  private mutating func age(_ station: Station) -> [Effect] {
    ticks += 1
    return station.staff == nil && ticks > 4 * station.options.kioskReset ? [.close] : []
  }

  func render(into canvas: inout Canvas, _ station: Station) {
    let words = ResultWords(report, station)
    let wanted = words.lines.count + words.choices.count + 13
    canvas.panel("Check-in", width: min(canvas.width, 60), height: min(wanted, canvas.height)) {
      canvas in
      let (body, bottom) = canvas.bounds.split(bottom: 2)
      canvas.inside(body) { canvas in words.draw(into: &canvas) }
      canvas.inside(bottom) { canvas in
        if let field = reason ?? answer {
          let label = reason == nil ? "Answer " : "Reason "
          canvas.put(0, 0, label, .heading)
          field.draw(on: &canvas, 7, 0, columns: canvas.width - 7, focused: true)
        }
        drawWays(on: &canvas, 1, station)
      }
    }
  }
}

extension MemberHit {
  /// Somebody found by a card and not by a search.
  fileprivate init(_ member: Member) {
    self.init(
      id: member.id, number: member.number, name: member.name, email: member.email,
      phone: member.phone, status: member.status, credits: nil, flags: [], score: 1)
  }
}
