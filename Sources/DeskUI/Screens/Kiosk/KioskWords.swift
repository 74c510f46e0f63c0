import Domain
import Languages
import Sync

/// A state as a member reads it from a metre: sign, word and colour, then what to do.
struct KioskWords {
  let shape: BigShape?
  /// The first that fits is drawn.
  private let big: [String]
  private let banner: Style
  private var lines: [(text: String, style: Style)] = []
  private var choices: [String] = []
  private let language: Language
  private let station: Station
  /// The digit that was pressed; 0 stands for all.
  private let picked: Int?

  /// `mistaken` is what was typed and is no choice.
  init(
    _ state: KioskState, _ language: Language, _ station: Station, picked: Int? = nil,
    mistaken: String? = nil
  ) {
    self.picked = picked
    self.language = language
    self.station = station
    func say(_ text: KioskText, _ values: [String: String] = [:]) -> String {
      text.text(in: language, values)
    }
    let greeting = state.report?.greeting
    let name = greeting?.first ?? state.report?.booking?.member.firstName ?? ""
    switch state {
    case .welcome:
      (shape, big, banner) = (nil, [say(.welcome)], .accent)
      lines = [(say(.scan), .heading)]
    case .reading:
      (shape, big, banner) = (.hourglass, [say(.moment)], .bannerWarn)
      lines = [(say(.reading), .heading)]
    case .choose(let report):
      (shape, banner) = (.question, .bannerWarn)
      if case .offer(_, _, let refusal) = report.verdict {
        big = [say(.join)]
        offer(report, since: refusal)
      } else {
        big = [say(.which)]
        lines = [(say(.pressWhichOrAll), .heading)]
      }
      choices = report.choices.map { choice($0) }
    case .howMany(let report, let missing):
      (shape, big, banner) = (.question, [picked.map { "\($0)" } ?? say(.howMany)], .bannerWarn)
      let how: KioskText = missing > 9 ? .typeHowMany : .pressHowMany
      lines = [(say(.howManyHere), .heading), (say(how, ["most": "\(missing)"]), .heading)]
      session(of: report)
    case .yes(let report):
      let isAgain = if case .refused = report.verdict { true } else { false }
      let word = say(isAgain ? .isIn : .yes)
      // A family that came in together has more than one name.
      let isNamed = !name.isEmpty && (report.letIn.count == 1 || report.isOnePerson)
      (shape, banner) = (.tick, .bannerGood)
      big = (isNamed && !isAgain ? ["\(word), \(name)"] : []) + [word, say(.yes)]
      if case .refused(let refusal) = report.verdict {
        lines = [(sentence(refusal), .heading)]
        session(of: report)
      } else {
        let called = greeting?.short ?? name
        lines = [(isNamed ? say(.youAreIn, ["name": called]) : say(.youAreInToo), .good)]
        letIn(report)
        more(of: report)
      }
    case .no(let report, let refusal):
      let slowed = refusal.code == .rateLimited
      (shape, banner) = slowed ? (.hourglass, .bannerWarn) : (.cross, .bannerBad)
      big = [say(slowed ? .wait : .no)]
      lines = [(sentence(refusal), .bad)]
      session(of: report)
    case .seeTheDesk(let report, let refusal):
      (shape, big, banner) = (.hand, [say(.desk)], .bannerBad)
      lines = [(sentence(refusal), .bad)]
      session(of: report)
    case .outOfOrder:
      (shape, big, banner) = (.stop, [say(.outOfOrder)], .bannerBad)
      lines = [(say(.thisIsOutOfOrder), .bad), (say(.goToTheDesk), .heading)]
    }
    if let mistaken { lines.append((say(.noChoice, ["number": mistaken]), .bad)) }
  }

  private func sentence(_ refusal: Refusal) -> String {
    refusal.sentence(
      for: .member, now: station.now, zones: station.zones, translated: language.text)
  }

  /// "Pilates 18:00", with the day where it is not today.
  private func words(_ view: SessionView) -> String {
    let day = view.zone.day(of: view.session.start)
    let today = view.zone.day(of: station.now)
    let when = day == today ? "" : DayWords.day(day, today: today, translated: language.text) + " "
    return "\(view.service) \(when)\(Wording.time(view.session.start, in: view.zone, station))"
  }

  private func choice(_ choice: ScanReport.Choice) -> String {
    switch choice {
    case .booking(let view):
      let spots = view.booking.spots
      return [
        view.session.map { words($0) }, view.member.firstName, spots > 1 ? "×\(spots)" : nil,
      ]
      .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "  ")
    case .place(let place):
      let cost =
        place.cost == .zero
        ? nil : KioskText.costs.text(in: language, ["credits": place.cost.text])
      let ways = [[words(place.session), place.session.room, cost], [words(place.session), cost]]
        .map { $0.compactMap(\.self).joined(separator: "  ") }
      return ways.first { Width.columns($0) <= station.width - 5 } ?? ways[1]
    }
  }

  /// Why nobody was checked in, of which class, and what else there is.
  private mutating func offer(_ report: ScanReport, since refusal: Refusal) {
    if refusal.knowsNoBooking {
      lines = [(KioskText.room.text(in: language), .heading)]
    } else {
      lines = [(sentence(refusal), .bad)]
      session(of: report)
      lines.append((KioskText.alsoRoom.text(in: language), .heading))
    }
    lines.append((KioskText.pressToJoin.text(in: language), .heading))
  }

  private mutating func session(of report: ScanReport) {
    guard let session = report.booking?.session else { return }
    lines.append((place(session), .heading))
  }

  private func place(_ view: SessionView) -> String {
    words(view) + (view.room.map { " · \($0)" } ?? "")
  }

  /// The class, or each of those into which one answer let people; a class once where nobody has a name.
  private mutating func letIn(_ report: ScanReport) {
    var told: [String] = []
    for view in report.letIn {
      let who = report.isOnePerson ? "" : view.member.firstName
      let text = [who, view.session.map { place($0) } ?? ""].filter { !$0.isEmpty }
        .joined(separator: " · ")
      if !text.isEmpty, !told.contains(text) { told.append(text) }
    }
    lines += told.map { ($0, .heading) }
  }

  /// How many of a group are in, what is left to spend, and who of the family may still come.
  private mutating func more(of report: ScanReport) {
    let (present, spots) = report.counted
    if spots > 1 {
      let values = ["present": "\(present)", "spots": "\(spots)"]
      lines.append((KioskText.someAreIn.text(in: language, values), .text))
    }
    if let credits = report.credits, let credits, report.others.isEmpty {
      lines.append((KioskText.creditsLeft.text(in: language, ["credits": credits.text]), .text))
    }
    if let receipt = report.receipt(station) {
      lines.append((KioskText.receipt.text(in: language, ["receipt": receipt]), .provisional))
    }
    choices = report.choices.map { choice($0) }
    let asks: KioskText = report.isOnePerson ? .alsoHere : .whoElse
    if !choices.isEmpty { lines.append((asks.text(in: language), .heading)) }
  }

  // MARK: Picture

  /// The large word takes what the lines leave it, or one row.
  func draw(into canvas: inout Canvas) {
    let lines = lines.flatMap { line in
      TextFit.wrap(line.text, columns: canvas.width - 2).map { (text: $0, style: line.style) }
    }
    let wanted = lines.count + choices.count
    let room = canvas.height - wanted
    let tall = room >= BigText.rows
    let high = tall ? max(BigText.rows, min(room - 2, canvas.height * 3 / 5)) : 1
    let area = Rect(0, 0, canvas.width, high)
    canvas.inside(area) { canvas in word(&canvas) }
    let spare = canvas.height - high - wanted
    let loose = spare > choices.count + 1
    var y = high + (spare > 0 ? 1 : 0)
    for line in lines {
      canvas.put(1, y, columns: canvas.width - 2, line.text, line.style, align: .centre)
      y += 1
    }
    if loose { y += 1 }
    let widest = choices.map { Width.columns($0) + 3 }.max() ?? 0
    let x = max(1, (canvas.width - widest) / 2)
    for (place, choice) in choices.enumerated() {
      let isPicked = picked == place + 1 || picked == 0
      canvas.put(x, y, "\(place + 1)", .keyHint)
      canvas.put(
        x + 3, y, columns: canvas.width - x - 4, choice, isPicked ? .selected : .heading)
      y += loose ? 2 : 1
    }
  }

  private func word(_ canvas: inout Canvas) {
    if banner != .accent { canvas.fill(canvas.bounds, banner) }
    let pad = canvas.height >= BigText.rows + 2 ? 1 : 0
    let area = canvas.bounds.inset(1, pad)
    guard canvas.height < BigText.rows || !drawn(in: area, &canvas) else { return }
    let sign = shape.map { "\($0.sign(canvas.glyphs)) " } ?? ""
    canvas.put(
      1, canvas.height / 2, columns: canvas.width - 2, sign + (big.last ?? ""), banner.bold,
      align: .centre)
  }

  private func drawn(in area: Rect, _ canvas: inout Canvas) -> Bool {
    for word in big {
      if BigText.draw(on: &canvas, in: area, word, after: shape, banner) { return true }
    }
    return big.contains { BigText.draw(on: &canvas, in: area, $0, banner) }
  }
}
