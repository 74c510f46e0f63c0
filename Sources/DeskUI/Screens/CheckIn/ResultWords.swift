import Domain
import Sync

/// A check-in's result in words: one short one in large letters, the rest in lines.
struct ResultWords {
  var big: String
  var banner: Style
  var lines: [(text: String, style: Style)] = []
  /// Digit and label of each choice.
  var choices: [String] = []

  init(_ report: ScanReport, _ station: Station) {
    switch report.verdict {
    case .welcome(let receipt):
      big = "IN"
      banner = .bannerGood
      if report.isStranger {
        banner = .bannerWarn
        lines.append(("Let in. Who that was is found out when the line is back.", .provisional))
      }
      if report.presentation.takesAll { everybody(report, station) } else { who(report, station) }
      if !report.presentation.remark.isEmpty {
        banner = .bannerWarn
        lines.append((report.presentation.remark, .warn))
      }
      if receipt.repeated { lines.append(("Already stored before.", .dim)) }
    case .refused(let refusal) where station.mayLetIn(report):
      big = "LET IN?"
      banner = .bannerWarn
      lines.append((Self.unknown(station), .warn))
      if let read = Self.read(report, refusal, station) { lines.append((read, .dim)) }
    case .refused(let refusal):
      let calm = refusal.code == .alreadyCheckedIn
      big = calm ? "WAS IN" : "NO"
      banner = calm ? .bannerWarn : .bannerBad
      lines.append((Wording.sentence(refusal, station), calm ? .warn : .bad))
      if let read = Self.read(report, refusal, station) { lines.append((read, .dim)) }
      who(report, station)
    case .howMany(let missing):
      big = "1-\(missing)?"
      banner = .bannerWarn
      lines.append(
        ("How many are here? 1-\(missing) and Enter, or Enter for all \(missing).", .heading))
      who(report, station)
    case .choose(let bookings):
      big = "WHICH?"
      banner = .bannerWarn
      lines.append(("Several bookings: a digit and Enter choose, 0 is all.", .heading))
      let namesakes = Namesakes(station.staff == nil ? [] : bookings.map(\.member))
      choices = bookings.prefix(9).map { view in
        let session = view.session.map { Wording.session($0, station) } ?? ""
        let name = Self.name(view.member, station) + namesakes.number(of: view.member)
        return "\(name)  \(session)"
      }
    case .offer(let places, _, _):
      big = "JOIN?"
      banner = .bannerWarn
      lines.append(("No booking, but free places: a digit and Enter choose.", .heading))
      choices = places.prefix(9).map { $0.words(station) }
    case .failed(let text):
      big = "NO"
      banner = .bannerBad
      lines.append((text, .bad))
    }
  }

  /// What a code was heard as that nobody has: somebody who typed a row sees what became of it.
  private static func read(
    _ report: ScanReport, _ refusal: Refusal, _ station: Station
  ) -> String? {
    guard station.staff != nil, case .text(let text) = report.presentation.origin,
      text.count <= 20, [.mistypedCode, .unknownCode, .malformed].contains(refusal.code)
    else { return nil }
    return "Read: \(text)"
  }

  private static func unknown(_ station: Station) -> String {
    var copy = "this copy"
    if case .offline(let since?) = station.line.connection {
      copy += " (of \(Wording.time(since, in: station.zone, station)))"
    }
    return "Not in \(copy): let in and check later?"
  }

  /// In full for staff only: others may stand at a locked desk.
  private static func name(_ member: Member, _ station: Station) -> String {
    station.staff == nil ? Wording.short(member.name) : member.name
  }

  /// Who it is and for what; for staff also what they have left and what to look out for.
  private mutating func who(_ report: ScanReport, _ station: Station) {
    guard let view = report.booking else {
      if station.staff != nil, let member = report.member {
        lines.append((member.name, .heading))
      }
      return
    }
    lines.append((Self.name(view.member, station) + Self.spots(of: view), .heading))
    if let session = view.session {
      let room = session.room.map { " · \($0)" } ?? ""
      lines.append((Wording.session(session, station) + room, .text))
    }
    guard station.staff != nil else { return }
    if let bearer = report.member, bearer.id != view.member.id, bearer.family == view.member.family
    {
      lines.append(("By the number of \(bearer.name).", .warn))
    }
    if let credits = report.credits { lines.append((Wording.credits(credits), .text)) }
    marks(of: view)
    if let next = report.next?.session {
      lines.append(("Next: \(Wording.session(next, station))", .dim))
    }
  }

  /// All that one answer let in, and whom it did not.
  private mutating func everybody(_ report: ScanReport, _ station: Station) {
    for view in report.letIn {
      lines.append((Self.present(view, station), .heading))
      if station.staff != nil { marks(of: view) }
    }
    for view in report.family where view.booking.state != .checkedIn {
      lines.append(
        ("Not in: \(Self.present(view, station)). Chosen alone, the reason is told.", .warn))
    }
  }

  /// "Naledi Mokoena · Pilates 18:00 (2 of 3 in)".
  private static func present(_ view: BookingView, _ station: Station) -> String {
    let session = view.session.map { " · " + Wording.session($0, station) } ?? ""
    return name(view.member, station) + session + spots(of: view)
  }

  private static func spots(of view: BookingView) -> String {
    view.booking.spots > 1 ? "  (\(view.booking.present) of \(view.booking.spots) in)" : ""
  }

  private mutating func marks(of view: BookingView) {
    let marks = (view.booking.late ? ["late"] : []) + Wording.marks(view.flags)
    if !marks.isEmpty {
      let grave = view.flags.contains(where: Wording.isGrave)
      lines.append((marks.joined(separator: " · "), grave ? .warn : .dim))
    }
    if !view.member.medical.isEmpty, view.flags.contains(.injury) {
      lines.append((view.member.medical, .warn))
    }
  }

  /// Draws banner, lines and choices from the top; the large word only where there is room.
  func draw(into canvas: inout Canvas) {
    var y = 0
    let needed = lines.count + choices.count + 1
    if canvas.height >= needed + 7 || (canvas.height >= 9 && choices.isEmpty) {
      canvas.fill(Rect(0, 0, canvas.width, 7), banner)
      let drawn = BigText.draw(
        on: &canvas, in: Rect(0, 1, canvas.width, BigText.rows), big, banner)
      if !drawn { canvas.put(0, 3, columns: canvas.width, big, banner, align: .centre) }
      y = 8
    } else {
      canvas.fill(Rect(0, 0, canvas.width, 1), banner)
      canvas.put(0, 0, columns: canvas.width, big, banner, align: .centre)
      y = 1
    }
    for line in lines {
      for part in TextFit.wrap(line.text, columns: canvas.width - 2).prefix(2) {
        canvas.put(1, y, columns: canvas.width - 2, part, line.style)
        y += 1
      }
    }
    for (place, choice) in choices.enumerated() {
      canvas.put(1, y, "\(place + 1)", .keyHint)
      canvas.put(3, y, columns: canvas.width - 4, choice)
      y += 1
    }
  }
}

extension ScanReport.FreePlace {
  /// "Pilates 18:00  1 credit".
  func words(_ station: Station) -> String {
    let name = Wording.session(session, station)
    return cost > .zero ? "\(name)  \(Wording.amount(cost))" : name
  }
}
