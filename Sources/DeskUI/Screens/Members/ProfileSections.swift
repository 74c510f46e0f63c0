import Domain
import Sync

/// The rows of a profile's lists.
extension ProfileScreen {
  func count(of section: Section) -> Int {
    guard let profile else { return 0 }
    return switch section {
    case .bookings: bookings.count
    case .credits: profile.lots.count + profile.ledger.count
    case .notes: profile.notes.count
    case .family: profile.family.count
    }
  }

  func empty(_ section: Section) -> String {
    switch section {
    case .bookings: "Never booked."
    case .credits: "Never had credits."
    case .notes: "No notes."
    case .family: "Nobody belongs to them."
    }
  }

  func columns(of section: Section) -> [Table.Column] {
    switch section {
    case .bookings:
      [
        Table.Column("", .fixed(17)), Table.Column("", .flexible(least: 12, weight: 3)),
        Table.Column("", .fixed(12)), Table.Column("", .flexible(least: 12, weight: 2), rank: 1),
      ]
    case .credits:
      [
        Table.Column("", .fixed(10)), Table.Column("", .flexible(least: 12)),
        Table.Column("", .fixed(8), align: .right), Table.Column("", .fixed(9), align: .right),
        Table.Column("", .fixed(18), rank: 1),
      ]
    case .notes:
      [
        Table.Column("", .fixed(10)), Table.Column("", .fixed(12), rank: 1),
        Table.Column("", .flexible(least: 12)),
      ]
    case .family:
      [
        Table.Column("", .flexible(least: 12)), Table.Column("", .fixed(8)),
        Table.Column("", .fixed(20), rank: 1),
      ]
    }
  }

  func row(_ index: Int, of section: Section, _ station: Station) -> [Table.Item] {
    guard let profile else { return [] }
    switch section {
    case .bookings: return row(bookings[index], station)
    case .credits:
      let lots = profile.lots.count
      return index < lots
        ? row(profile.lots[index], station) : row(profile.ledger[index - lots], station)
    case .notes:
      let note = profile.notes[index]
      return [
        Table.Item(date(note.at, station), .dim), Table.Item(author(note, station), .dim),
        Table.Item(note.text),
      ]
    case .family:
      let hit = profile.family[index]
      return [
        Table.Item(hit.name), Table.Item(hit.number, .dim),
        Table.Item(Wording.credits(hit.credits)),
      ]
    }
  }

  private func row(_ view: BookingView, _ station: Station) -> [Table.Item] {
    let comes = view.isComing(station.now)
    let off = view.session?.isOff ?? false
    let (state, style) = off ? ("session off", .bad) : view.stateWord
    let spots = view.booking.spots > 1 ? " ×\(view.booking.spots)" : ""
    let marks = view.flags.filter { [.unpaid, .overCapacity, .override, .walkIn].contains($0) }
      .map(Wording.flag)
    return [
      Table.Item(when(view, station), comes ? .heading : .dim),
      Table.Item((view.session?.service ?? "") + spots, comes ? .text : .dim),
      Table.Item(state, style),
      Table.Item(
        ((view.provisional ? ["provisional"] : []) + marks).joined(separator: " · "),
        view.flags.contains(.unpaid) ? .warn : .dim),
    ]
  }

  private func when(_ view: BookingView, _ station: Station) -> String {
    guard let session = view.session else { return "" }
    let day = session.zone.day(of: session.session.start)
    let time = Wording.time(session.session.start, in: session.zone, station)
    return day == station.today ? "today \(time)" : "\(date(day, station)) \(time)"
  }

  private func row(_ lot: CreditLot, _ station: Station) -> [Table.Item] {
    let pays = lot.pays(on: station.today)
    let end = lot.validTo.map { day in
      (day < station.today ? "ended " : "to ") + Wording.day(day, today: station.today)
    }
    return [
      Table.Item(date(lot.validFrom, station), .dim),
      Table.Item(lot.package, pays ? .text : .dim),
      Table.Item(lot.unlimited ? "" : "of \(lot.bought.text)", .dim),
      Table.Item(lot.unlimited ? "unlimited" : "\(lot.left.text) left", pays ? .good : .dim),
      Table.Item(end ?? "no end", pays ? .text : .dim),
    ]
  }

  private func row(_ entry: LedgerEntry, _ station: Station) -> [Table.Item] {
    let sign = entry.amount > .zero ? "+" : ""
    // A plan pays without being counted.
    let plan = profile?.lots.first { $0.id == entry.lot }?.unlimited ?? false
    return [
      Table.Item(date(entry.at, station), .dim),
      Table.Item(
        entry.reason.isEmpty ? entry.type.rawValue : "\(entry.type.rawValue): \(entry.reason)",
        .dim),
      Table.Item(plan ? "" : sign + entry.amount.text, entry.amount < .zero ? .warn : .dim),
      Table.Item(plan ? "" : entry.balanceAfter.text, .dim),
      Table.Item(entry.withheld > .zero ? "\(entry.withheld.text) withheld" : "", .dim),
    ]
  }

  // MARK: Words

  /// All of the row selected, for what its columns cut off.
  func detail(_ station: Station) -> String {
    if let booking {
      let row = booking.booking
      let code = (try? BookingCode(text: row.code))?.text ?? row.code
      var words = [code, row.reference, booking.session?.leader, booking.session?.room]
        .compactMap { $0 }.filter { !$0.isEmpty }
      if row.creditsUsed > .zero { words.append(Wording.amount(row.creditsUsed)) }
      if let reason = row.overrideReason { words.append("let in: \(reason)") }
      return words.joined(separator: " · ")
    }
    guard let notes = profile?.notes, section == .notes, notes.indices.contains(selected) else {
      return ""
    }
    return notes[selected].text
  }

  private func author(_ note: Note, _ station: Station) -> String {
    station.studio.staff.first { $0.id == note.by }.map { Wording.short($0.name) } ?? ""
  }

  private func date(_ instant: Instant, _ station: Station) -> String {
    date(station.zone.day(of: instant), station)
  }

  private func date(_ day: Day, _ station: Station) -> String {
    day.year == station.today.year ? Wording.day(day, today: station.today) : day.text
  }
}

extension BookingView {
  /// A word for the state as a profile tells it.
  var stateWord: (String, Style) {
    switch booking.state {
    case .checkedIn: (session?.state == .completed ? "attended" : "in", .good)
    case .noShow: ("no-show", .bad)
    case .waitlisted: ("waiting \(waitlistPosition ?? 0)", .warn)
    case .offered: ("offered", .warn)
    case .held: ("held", .dim)
    case .cancelled: ("cancelled", .dim)
    case .expired: ("expired", .dim)
    case .confirmed: booking.absent ? ("absent", .bad) : ("booked", .text)
    }
  }
}
