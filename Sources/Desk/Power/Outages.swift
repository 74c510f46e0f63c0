import Domain
import Sync

extension Command {
  static let power: [Command] = [
    Command(
      "outages add", [Operand("WHEN", .many)], for: .right(.manageStudio),
      "announce when the power will be off, to all devices of the location",
      .desk(Outages.add)),
    Command(
      "outages list", [], for: .staff, "the announced outages, and the next of them",
      .desk(Outages.list)),
    Command(
      "outages remove", [Operand("WHEN", .many)], for: .right(.manageStudio),
      "withdraw announced outages", .desk(Outages.remove)),
    Command(
      "outages import", [Operand("FILE")], for: .right(.manageStudio),
      "announce every event of an iCalendar file", .desk(Outages.bring)),
  ]
}

/// `desk outages`: the timetable that the authority keeps for the location, beside what this machine's
/// own files announce.
enum Outages {
  static func add(_ desk: Desk) throws -> Answer {
    let windows = try windows(desk)
    if let past = windows.first(where: { !$0.isAhead(of: desk.now) }) {
      throw UsageError("\(quoted(past.typed(in: desk.zone))) is over already: look at the date")
    }
    return try told(desk, try announce(windows, desk))
  }

  static func remove(_ desk: Desk) throws -> Answer {
    let windows = try windows(desk)
    let here = try LocalTimetable(desk.call, desk.config, in: desk.zone).all
    let announced = desk.store.studio.outages(at: desk.location.id)
    if let own = windows.first(where: { here.contains($0) && !announced.contains($0) }) {
      throw UsageError(
        "\(quoted(own.typed(in: desk.zone))) stands under [power] in this machine's configuration "
          + "or in its calendar: take it out there")
    }
    return try told(
      desk, [try desk.submit(AnnounceOutages(location: desk.location.id, withdrawn: windows))])
  }

  static func bring(_ desk: Desk) throws -> Answer {
    let read = try LocalTimetable.bring(desk.arguments.operand(0), in: desk.zone)
    let coming = read.windows.filter { $0.isAhead(of: desk.now) }
    guard !coming.isEmpty else {
      throw UsageError("no event in this file is still to come: nothing was announced")
    }
    return try told(desk, try announce(coming, desk), note: read.note)
  }

  static func list(_ desk: Desk) throws -> Answer {
    let isCurrent = try desk.store.isStandAlone || desk.store.ask(within: desk.patience)
    let problem = try LocalTimetable(desk.call, desk.config, in: desk.zone).problem
    let notes = [
      isCurrent ? nil : "the service does not answer: this is what it said at the last contact",
      problem.map { "the calendar of this machine: \($0)" },
    ].compactMap { $0 }
    return try told(desk, [], note: notes.isEmpty ? nil : notes.joined(separator: "\n"))
  }

  /// As the operands say it; quotes around each are forgiven where there is only one.
  private static func windows(_ desk: Desk) throws -> [OutageWindow] {
    let words = desk.arguments.operands
    if let one = OutageWindow(typed: words.joined(separator: " "), in: desk.zone) { return [one] }
    return try words.map { word in
      guard let window = OutageWindow(typed: word, in: desk.zone) else {
        throw UsageError("\(quoted(word)) is no outage; use \(OutageWindow.shape), each in quotes")
      }
      return window
    }
  }

  /// In parts that one operation carries.
  private static func announce(_ windows: [OutageWindow], _ desk: Desk) throws -> [Receipt] {
    guard windows.count <= AnnounceOutages.mostAtOnce || !desk.arguments.has("operation") else {
      throw UsageError("--operation names one operation, and these outages take several")
    }
    return try stride(from: 0, to: windows.count, by: AnnounceOutages.mostAtOnce).map { start in
      let end = min(windows.count, start + AnnounceOutages.mostAtOnce)
      return try desk.submit(
        AnnounceOutages(location: desk.location.id, added: Array(windows[start..<end])))
    }
  }

  // MARK: What is announced

  private static func told(
    _ desk: Desk, _ receipts: [Receipt], note: String? = nil
  ) throws -> Answer {
    let here = try LocalTimetable(desk.call, desk.config, in: desk.zone).all
    let announced = desk.store.studio.outages(at: desk.location.id)
    let own = here.filter { !announced.contains($0) }
    var table = Columns("when", "announced")
    var rows: [JSON] = []
    for (windows, source, words) in [
      (announced, "authority", "to all devices"), (own, "here", "on this machine"),
    ] {
      for window in windows where window.isAhead(of: desk.now) {
        table.add(window.typed(in: desk.zone), words)
        rows.append(json(window, source, desk))
      }
    }
    let next = (announced + own).next(at: desk.now, in: desk.zone)
    var document: JSON = ["outages": JSON(rows), "next": next.map { json($0, desk) } ?? .null]
    if let last = receipts.last { document = document.adding(["outcome": last.json]) }
    let words =
      next.map { cut in
        "\n\(cut.isOn(at: desk.now) ? "now" : "next"): \(OutageTold.span(cut, in: desk.zone))"
      } ?? ""
    return Answer(
      document,
      table.text(empty: "no outage is announced") + words
        + (receipts.last?.remark ?? ""), note: note)
  }

  private static func json(_ window: OutageWindow, _ source: String, _ desk: Desk) -> JSON {
    let when: JSON = ["when": .text(window.typed(in: desk.zone)), "source": .text(source)]
    guard case .once(let cut) = window else { return when.adding(["from": .null, "to": .null]) }
    return when.adding([
      "from": JSON(cut.from, in: desk.zone), "to": JSON(cut.until, in: desk.zone),
    ])
  }

  private static func json(_ cut: PowerCut, _ desk: Desk) -> JSON {
    ["from": JSON(cut.from, in: desk.zone), "to": JSON(cut.until, in: desk.zone)]
  }
}

/// An announced outage in the words of commands.
enum OutageTold {
  /// `2026-11-24 18:00-20:30`, with the day of the end where it is another.
  static func span(_ cut: PowerCut, in zone: Zone) -> String {
    let (from, until) = (zone.local(cut.from), zone.local(cut.until))
    let end = from.day == until.day ? "" : " \(until.day.text) "
    return "\(from.day.text) \(from.timeOfDay.text)-\(end)\(until.timeOfDay.text)"
  }
}
