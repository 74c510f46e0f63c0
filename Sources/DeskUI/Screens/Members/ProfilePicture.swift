import Domain
import Sync

/// How a profile looks: who it is and the facts on top, the sections below.
enum ProfilePicture {
  private typealias Fact = (label: String, text: String, style: Style)

  /// Name, number and marks in two rows; says which row comes next.
  private static func name(
    _ profile: MemberProfile, into canvas: inout Canvas
  ) -> Int {
    let member = profile.member
    let right = Width.columns(member.number)
    canvas.put(0, 0, columns: canvas.width - right - 2, member.name, .title)
    canvas.put(canvas.width - right, 0, member.number, .dim)
    guard !profile.flags.isEmpty else { return 1 }
    let grave = profile.flags.contains(where: Wording.isGrave)
    canvas.put(
      0, 1, columns: canvas.width, profile.flags.map(Wording.flag).joined(separator: " · "),
      grave ? .warn : .dim)
    return 2
  }

  /// The facts in the order in which they are asked for at a desk.
  private static func facts(_ profile: MemberProfile, _ station: Station) -> [Fact] {
    let member = profile.member
    func day(_ day: Day?) -> String? { day.map { Wording.day($0, today: station.today) } }
    func proof(_ label: String, _ on: Day?) -> Fact {
      (label, day(on) ?? "missing", on == nil ? .warn : .text)
    }
    let visits = profile.attended + profile.noShows
    let share = visits == 0 ? 0 : (profile.attended * 100 + visits / 2) / visits
    let emergency = [member.emergencyName, member.emergencyPhone].filter { !$0.isEmpty }
    let age = member.age(on: station.today).map { " (\($0))" } ?? ""
    let born = day(member.birthDate).map { $0 + age } ?? ""
    // What pays next, and how long it does: the first of the lots.
    let pays = profile.lots.first { $0.pays(on: station.today) }
    let facts: [Fact] = [
      ("Credits", profile.balance(station), profile.credits == .zero ? .warn : .good),
      ("Phone", member.phone, .text),
      ("Medical", member.medical, .warn),
      (
        "Attended", visits == 0 ? "never yet" : "\(profile.attended) of \(visits), \(share) %",
        .text
      ),
      ("E-mail", member.email, .text),
      (
        "No-shows", profile.noShows == 0 ? "" : "\(profile.noShows)",
        member.noShowHabit ? .warn : .text
      ),
      ("Package", pays?.package ?? "", .text),
      (
        "Valid to", day(pays?.validTo) ?? "",
        profile.flags.contains(.expiringCredits) ? .warn : .text
      ),
      ("Born", born, .text),
      proof("PAR-Q", member.parqOn),
      proof("Waiver", member.waiverOn),
      ("Emergency", emergency.joined(separator: ", "), .text),
      ("Joined", day(member.joined) ?? "", .text),
      ("Language", member.language, .text),
      ("Barcode", member.barcode, .text),
    ]
    return facts.filter { !$0.text.isEmpty }
  }

  /// In two columns where they fit, in `most` rows; says which row comes next.
  private static func draw(
    _ facts: [Fact], from y: Int, most: Int, into canvas: inout Canvas
  ) -> Int {
    let columns = canvas.width >= 64 ? 2 : 1
    let width = canvas.width / columns
    let rows = min((facts.count + columns - 1) / columns, max(most, 0))
    for (place, fact) in facts.prefix(columns * rows).enumerated() {
      let x = place % columns * width
      canvas.put(x, y + place / columns, columns: min(10, width), fact.label, .dim)
      canvas.put(
        x + 10, y + place / columns, columns: width - 11, fact.text, fact.style)
    }
    return y + rows
  }

  /// Name, facts and the next bookings, beside a list of members.
  static func preview(
    _ profile: MemberProfile, into canvas: inout Canvas, _ station: Station
  ) {
    let facts = facts(profile, station)
    var y = name(profile, into: &canvas) + 1
    y = draw(facts, from: y, most: facts.count, into: &canvas) + 1
    let coming = profile.bookings.reversed().filter { view in
      view.isComing(station.now) && view.booking.state.isLive
    }
    for view in coming.prefix(max(canvas.height - y, 0)) {
      guard let session = view.session else { continue }
      canvas.put(0, y, columns: canvas.width, Wording.session(session, station))
      y += 1
    }
  }

  /// Draws the upper part and says how many rows it took.
  static func head(
    _ profile: MemberProfile, rows: Int, into canvas: inout Canvas, _ station: Station
  ) -> Int {
    let y = name(profile, into: &canvas)
    return draw(facts(profile, station), from: y, most: rows - y, into: &canvas)
  }
}

extension MemberProfile {
  /// What pays here today, each kind in its unit: "unlimited + 8 credits".
  fileprivate func balance(_ station: Station) -> String {
    guard credits == nil else { return Wording.credits(credits) }
    let counted = lots.filter { lot in
      !lot.unlimited && lot.pays(on: station.today)
        && (lot.locations.isEmpty || lot.locations.contains(station.location.id))
    }
    let sum = counted.reduce(Credits.zero) { $0 + $1.left }
    return sum > .zero ? "unlimited + \(Wording.amount(sum))" : "unlimited"
  }
}

extension CreditLot {
  func pays(on day: Day) -> Bool {
    (unlimited || left > .zero) && validFrom <= day && (validTo.map { $0 >= day } ?? true)
  }
}

extension ProfileScreen {
  package func render(into canvas: inout Canvas, _ station: Station) {
    guard let profile else { return }
    let inner = canvas.bounds.inset(1, 0)
    if isClosed {
      return canvas.inside(inner) { canvas in
        canvas.put(0, 0, columns: canvas.width, profile.member.name, .title)
        canvas.put(0, 1, columns: canvas.width, profile.member.number, .dim)
        _ = canvas.paragraph(3, "More is open to whoever leads a session of theirs.", .dim)
      }
    }
    var used = 0
    canvas.inside(inner) { canvas in
      used = ProfilePicture.head(profile, rows: canvas.height / 3, into: &canvas, station)
    }
    let (_, rest) = canvas.bounds.split(top: canvas.height > 12 ? used + 1 : used)
    guard canvas.width >= 110 else {
      return canvas.inside(rest) { canvas in sections(&canvas, station) }
    }
    let (list, aside) = rest.split(left: canvas.width * 3 / 5)
    canvas.inside(list) { canvas in sections(&canvas, station) }
    canvas.inside(aside) { canvas in
      canvas.verticalLine(0)
      canvas.inside(canvas.bounds.inset(2, 0)) { canvas in others(&canvas, station) }
    }
  }

  /// The names of the sections, the rows of the one on screen, and all of the row selected.
  private func sections(_ canvas: inout Canvas, _ station: Station) {
    var x = 1
    for section in Section.allCases {
      // How many lots and entries there are would read as a balance.
      let title =
        section == .credits ? section.rawValue : "\(section.rawValue) \(count(of: section))"
      x += canvas.put(x, 0, title, section == self.section ? .title.underline : .dim) + 3
    }
    let (_, rest) = canvas.bounds.split(top: 1)
    let detail = TextFit.wrap(detail(station), columns: canvas.width - 2).prefix(3)
    let (list, foot) = rest.split(bottom: rest.height > 6 ? detail.count : 0)
    Table(columns(of: section), header: false).draw(
      on: &canvas, in: list, count: count(of: section),
      scroll: Scroll(around: selected, height: list.height)
    ) { row($0, of: section, station) }
    if count(of: section) == 0 {
      canvas.put(2, 1, columns: canvas.width - 3, empty(section), .dim)
    }
    canvas.inside(foot) { canvas in
      for (y, line) in detail.enumerated() { canvas.put(2, y, line, .dim) }
    }
  }

  /// The first rows of the other sections, where there is room beside.
  private func others(_ canvas: inout Canvas, _ station: Station) {
    let others = Section.allCases.filter { $0 != section && count(of: $0) > 0 }
    guard !others.isEmpty else { return }
    let share = max(3, canvas.height / others.count)
    var y = 0
    for section in others {
      canvas.put(0, y, columns: canvas.width, section.rawValue, .heading)
      for index in 0..<min(share - 2, count(of: section)) {
        let items = row(index, of: section, station).filter { !$0.text.isEmpty }
        canvas.put(
          1, y + 1 + index, columns: canvas.width - 1,
          items.map(\.text).joined(separator: "  "), items.first?.style ?? .text)
      }
      y += min(share, count(of: section) + 2)
    }
  }
}
