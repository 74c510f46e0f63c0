import Domain
package import Sync

/// The panel with the code field: type, scan or pick; then the result in large letters.
package struct CheckInScreen: Screen {
  package let context = Context.checkIn
  package let title = "Check-in"
  package let isTyping = true
  package let showsScans = true
  private var field = Field("")
  private var report: ScanReport?
  private var reason: Field?
  /// Whom a walk-in is being booked for, and into what once that is chosen.
  private var walkIn: (member: Member, session: SessionView?)?
  /// Since the result came; four are a second.
  private var ticks = 0

  package init() {}

  package var openQuestion: ScanReport? { report?.asks ?? false ? report : nil }

  package var isEmpty: Bool { true }

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    // What was taken back must not stand there in large letters.
    if case .welcome? = report?.verdict, let shown = report?.booking?.booking.id,
      try store.booking(shown)?.booking.state != .checkedIn
    {
      forget()
    }
    report?.weigh(by: station.hand, in: store)
  }

  package func label(of command: Command) -> String? {
    switch command {
    case .override: report?.letInLabel
    case .submit: reason == nil ? nil : "let in"
    default: nil
    }
  }

  package func obstacle(to command: Command, _ station: Station) -> String? {
    switch command {
    case .override where reason != nil: "a reason is asked for"
    case .override: station.obstacle(toLettingIn: report)
    case .open: report?.booking?.session == nil ? "no session" : station.obstacle(to: .seeAll)
    case .pass: report?.booking == nil ? "no booking" : nil
    case .walkIn:
      report?.unbooked == nil
        ? "nobody without a booking is shown" : station.obstacle(to: .bookForMember)
    case .complete: station.obstacle(to: .seeAll)
    default: nil
    }
  }

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(.submit): return submit()
    case .command(.override):
      if var again = report?.presentation, report.map(station.mayLetIn) ?? false {
        again.letsIn = true
        return [.present(again)]
      }
      reason = Field("")
    case .command(.complete):
      let text = sought
      if field.text.isName { field.clear() }
      return [.open(MemberPicker(.checkIn, "Check in by name", text: text))]
    case .command(.open):
      return report?.booking?.session.map { [.open(RosterScreen($0.session.id))] } ?? []
    case .command(.pass): return report?.booking.map { [.open(PassPanel($0))] } ?? []
    case .command(.walkIn):
      guard let member = report?.unbooked else { return [] }
      walkIn = (member, nil)
      return [.open(SessionPicker(.walkIn, "\(member.name) walks in to"))]
    case .scanned(let report):
      self.report = report
      reason = nil
      ticks = 0
    case .answered(.member(topic: .checkIn, let hit)):
      return [.present(Presentation(person: hit.id))]
    case .answered(.session(topic: .walkIn, let session)):
      guard let member = walkIn?.member else { return [] }
      walkIn?.session = session
      return [.open(BookPanel(session, member.id, member.name, as: .walkIn))]
    case .settled(let submission, .done(let receipt)):
      return letIn(submission, receipt, station)
    case .key, .paste, .takeBack:
      if reason != nil { reason?.take(event) } else { field.take(event) }
    case .returned: forget()
    case .tick:
      ticks += 1
      if ticks > Self.patience, report != nil, reason == nil {
        forget()
        return [.reload]
      }
    default: break
    }
    return []
  }

  /// A minute, after which what is shown concerns nobody who stands here.
  private static let patience = 240

  private mutating func forget() {
    report = nil
    reason = nil
  }

  package mutating func stepBack() -> Bool {
    defer { reason = nil }
    return reason != nil
  }

  /// A name that was typed where a code belongs: finding by name starts from it.
  private var sought: String {
    if !field.isEmpty { return field.text.isName ? field.text.trimmed : "" }
    guard case .refused(let refusal)? = report?.verdict,
      [.mistypedCode, .unknownCode, .malformed].contains(refusal.code),
      let text = report?.presentation.text
    else { return "" }
    return text.isName ? text.trimmed : ""
  }

  // MARK: Walking in

  /// All of a walk-in's party stand here: nobody asks how many.
  private mutating func letIn(
    _ submission: Submission, _ receipt: Receipt, _ station: Station
  ) -> [Effect] {
    guard let session = walkIn?.session, let intent = submission.intent as? Book, intent.walkIn,
      intent.session == session.session.id, let subject = receipt.subject
    else { return [] }
    walkIn = nil
    if let opens = station.opening(of: session) {
      forget()
      return [.say(.early(submission, opens))]
    }
    var presentation = Presentation(booking: ID(subject), by: .name)
    presentation.count = intent.spots
    presentation.remark = submission.remark.trimmed
    return [.present(presentation)]
  }

  private mutating func submit() -> [Effect] {
    if let why = reason?.text.trimmed, var again = report?.presentation {
      guard !why.isEmpty else { return [.say(.reasonNeeded)] }
      again.override = why
      return [.present(again)]
    }
    let text = field.text.trimmed
    field.clear()
    if let report, report.takes(text) {
      return [
        report.answer(text).map { .present($0) }
          ?? .say(Toast("Not an answer: \(report.howToAnswer).", .warn))
      ]
    }
    return text.isEmpty ? [] : [.present(Presentation(text))]
  }

  // MARK: Picture

  package func render(into canvas: inout Canvas, _ station: Station) {
    let top = canvas.height > 18 ? 1 : 0
    let label = reason == nil ? "Code, number or pass" : "Reason to let in"
    let width = min(canvas.width - 4, 64)
    let x = max(1, (canvas.width - width) / 2)
    let beside = Width.columns(label) + 2
    canvas.put(x, top, label, .heading)
    (reason ?? field).draw(on: &canvas, x + beside, top, columns: width - beside, focused: true)
    let (_, rest) = canvas.bounds.split(top: top + 2)
    canvas.inside(Rect(x, rest.y, width, rest.height)) { canvas in
      if let report {
        var words = ResultWords(report, station)
        if station.mayLetIn(report), let key = station.keys.key(of: .override, in: context) {
          words.lines.append(("\(key) lets them in; the authority says later who that was.", .text))
        }
        if field.text.isEmpty, !sought.isEmpty {
          let key = station.keys.key(of: .complete)
          words.lines.append(("\(key) finds “\(sought)” by name.", .text))
        }
        if report.unbooked != nil, let key = station.keys.key(of: .walkIn, in: context) {
          words.lines.append(("\(key) books a walk-in.", .text))
        }
        words.draw(into: &canvas)
      } else {
        canvas.put(0, 1, columns: canvas.width, "Scan, or type a code and press Enter.", .dim)
        canvas.put(
          0, 2, columns: canvas.width,
          "\(station.keys.key(of: .complete)) finds somebody by name.", .dim)
      }
    }
  }
}

extension String {
  /// Letters enough to find somebody by, and nothing of a number or code.
  fileprivate var isName: Bool {
    count(where: \.isLetter) >= 3 && !contains(where: \.isNumber)
  }
}
