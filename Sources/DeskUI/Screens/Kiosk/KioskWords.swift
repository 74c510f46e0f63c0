import Domain
import Sync

/// A result as a member reads it from two metres: yes or no in large letters, then what to do.
struct KioskWords {
  /// The first that fits is drawn.
  private var big: [String]
  private var banner: Style
  private var lines: [(text: String, style: Style)] = []
  private var choices: [String] = []

  init(_ report: ScanReport, _ station: Station) {
    let name = report.booking?.member.firstName ?? ""
    switch report.verdict {
    case .welcome:
      big = name.isEmpty ? ["YES"] : ["YES, \(name)", "YES"]
      banner = .bannerGood
      lines.append((name.isEmpty ? "You are in." : "\(name), you are in.", .good))
      what(report, station)
    case .refused(let refusal):
      let calm = refusal.code == .alreadyCheckedIn
      let slowed = refusal.code == .rateLimited
      big = calm ? ["YOU ARE IN", "IN"] : [slowed ? "WAIT" : "NO"]
      banner = calm ? .bannerGood : slowed ? .bannerWarn : .bannerBad
      lines.append((Wording.sentence(refusal, station), calm ? .heading : .bad))
      if report.booking != nil { what(report, station) }
    case .howMany(let missing):
      big = ["1-\(missing)?"]
      banner = .bannerWarn
      lines.append(("How many of you are here?", .heading))
      lines.append(("1 to \(missing) and Enter, or Enter for all \(missing).", .heading))
      what(report, station)
    case .choose(let bookings):
      big = ["WHICH ONE?", "WHICH?"]
      banner = .bannerWarn
      lines.append(("Its number and Enter.", .heading))
      choices = bookings.prefix(9).map { view in
        let session = view.session.map { Wording.session($0, station) } ?? ""
        return "\(session)  \(view.member.firstName)"
      }
    case .offer(let places, _):
      big = ["JOIN IN?", "JOIN?"]
      banner = .bannerWarn
      lines.append(("You have no booking today. There is room here:", .heading))
      lines.append(("Its number and Enter to come in, or Esc.", .heading))
      choices = places.prefix(9).map { $0.words(station) }
    case .failed:
      big = ["SORRY"]
      banner = .bannerBad
      lines.append(("This kiosk is out of order.", .bad))
      lines.append(("Please go to the desk.", .heading))
    }
  }

  /// The session, how many of a group are in, and what is left to spend.
  private mutating func what(_ report: ScanReport, _ station: Station) {
    guard let view = report.booking else { return }
    if let session = view.session {
      let room = session.room.map { " · \($0)" } ?? ""
      lines.append((Wording.session(session, station) + room, .heading))
    }
    guard case .welcome = report.verdict else { return }
    let booking = view.booking
    if booking.spots > 1 { lines.append(("\(booking.present) of \(booking.spots) are in", .text)) }
    if let credits = report.credits { lines.append((Wording.credits(credits), .text)) }
  }

  func draw(into canvas: inout Canvas) {
    let rows = lines.count + choices.count
    let least = BigText.rows + 4
    let room = canvas.height - rows - 1
    let tall = room >= BigText.rows + 2
    let banner = Rect(0, 0, canvas.width, tall ? min(max(least, canvas.height / 3), room) : 1)
    canvas.fill(banner, self.banner)
    let area = banner.inset(1, tall ? 1 : 0)
    let drawn = big.contains { BigText.draw(on: &canvas, in: area, $0, self.banner) }
    if !drawn, let word = big.last {
      canvas.put(1, banner.height / 2, columns: canvas.width - 2, word, self.banner, align: .centre)
    }
    var y = banner.height + (canvas.height > banner.height + 2 * rows ? 1 : 0)
    for line in lines {
      for part in TextFit.wrap(line.text, columns: canvas.width - 2) {
        canvas.put(1, y, columns: canvas.width - 2, part, line.style, align: .centre)
        y += 1
      }
    }
    let widest = choices.map { Width.columns($0) + 3 }.max() ?? 0
    let x = max(1, (canvas.width - widest) / 2)
    for (place, choice) in choices.enumerated() {
      canvas.put(x, y + 1 + place, "\(place + 1)", .keyHint)
      canvas.put(x + 3, y + 1 + place, columns: canvas.width - x - 4, choice, .heading)
    }
  }
}
