package import Domain
package import Sync

/// The report of one outage in words, for the screen and for the command line.
package struct OutageWords {
  package struct Row {
    package var time: String
    package var who: String
    package var what: String
    /// Empty where names are not for this reader.
    package var about: String
    package var outcome: String
    package var result: OutageReport.Result

    /// Uncut, in one sentence.
    package var whole: String {
      [what, about, "by \(who)", outcome].filter { !$0.isEmpty }.joined(separator: " · ")
    }
  }

  /// From when to when, and how long that was.
  package let span: String
  /// How much was done by how many, and what came of it.
  package let counts: String
  /// Nil where nothing hangs on it, or money is not this reader's.
  package let risk: String?
  /// Who did how much, the busiest first.
  package let people: [String]
  /// What was done how often, the most frequent first.
  package let kinds: [String]
  package let rows: [Row]
  /// Whose doings it tells, and where those of others are told.
  package let scope: String

  /// `moment` writes a time as its reader is used to, `brief` that of a row below the heading.
  package init(
    _ report: OutageReport, _ studio: StudioView, at now: Instant, zone: Zone, sight: Sight,
    moment: @escaping (Instant, Zone) -> String, brief: ((Instant, Zone) -> String)? = nil
  ) {
    let outage = report.outage
    let lasted = Self.length(from: outage.began, to: outage.ended ?? now)
    let began = moment(outage.began, zone) + (outage.isGuess ? " (about)" : "")
    span =
      outage.ended.map { "\(began) to \(moment($0, zone)), \(lasted)" }
      ?? "since \(began), \(lasted) so far"
    let results = OutageReport.Result.allCases.filter { report.count($0) > 0 }
    let told = results.map { "\(report.count($0)) \($0.word)" }.joined(separator: ", ")
    counts =
      report.rows.isEmpty
      ? "Nothing was done in the dark." : "\(report.rows.count.counted("operation")): \(told)"
    var values = report.credits == .zero ? [] : [Wording.amount(report.credits)]
    if report.money != 0 {
      values.append(Money(minor: report.money, currency: studio.organization.currency).text)
    }
    risk = values.isEmpty || !sight.worth ? nil : values.joined(separator: ", ")
    scope =
      "Only what was done on \(studio.device.name). Each other device tells its own: "
      + "desk report outage there."
    people = Self.counted(report.rows.map { studio.name(of: $0.operation.actor) })
    kinds = Self.counted(report.rows.map { Wording.kind($0.operation.kind) })
    rows = report.rows.map { row in
      Row(
        time: (brief ?? moment)(row.at, zone) + (row.isUncertain ? " (about)" : ""),
        who: studio.name(of: row.operation.actor), what: Wording.kind(row.operation.kind),
        about: row.about(sight, moment), outcome: row.outcome, result: row.result)
    }
  }

  private static func counted(_ words: [String]) -> [String] {
    Dictionary(words.map { ($0, 1) }, uniquingKeysWith: +)
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
  }

  /// Who may read what: names by who sees all members, money by who sees reports of it.
  package struct Sight: Sendable {
    package var names: Bool
    package var worth: Bool

    package init(of roles: [Domain.Role]) {
      names = roles.contains { $0.right(to: .seeAll) == .yes }
      worth = names || roles.contains { $0.right(to: .moneyReports) == .yes }
    }
  }

  /// "2 h 29 min": what lies between the two as a clock without seconds shows them.
  package static func length(from began: Instant, to ended: Instant) -> String {
    let minutes = Int(ended.seconds / 60 - began.seconds / 60)
    if minutes < 1 { return "less than a minute" }
    if minutes < 60 { return "\(minutes) min" }
    if minutes < 48 * 60 { return "\(minutes / 60) h \(minutes % 60) min" }
    return "\(minutes / 1_440) d \(minutes / 60 % 24) h"
  }
}

extension OutageReport.Row {
  /// Whom and what it was about: "Naledi Mokoena · Pilates today 18:00".
  package func about(
    _ sight: OutageWords.Sight, _ moment: (Instant, Zone) -> String
  ) -> String {
    [
      sight.names ? member?.name : nil,
      session.map { "\($0.service) \(moment($0.session.start, $0.zone))" }, thing,
      // At the door that is somebody known, without a booking.
      refusal.map { $0 == .notFound ? "no booking here" : Wording.code($0) },
    ].compactMap { $0 }.joined(separator: " · ")
  }

  /// What came of it, and why where it is not what was meant.
  package var outcome: String {
    let kind = decision?.title.lowercasedFirst
    if let decision, decision.status == .resolved, result == .changed || result == .refused {
      // A person has seen to it since: that is what became of it.
      return "settled: \(decision.choice?.label.lowercasedFirst ?? "by hand")"
    }
    let why =
      switch result {
      case .decision: kind
      case .changed, .refused: kind ?? operation.outcome?.code.map(Wording.code)
      case .provisional, .firm, .confirmed, .parked: nil as String?
      }
    return [result.word, why].compactMap { $0 }.joined(separator: ": ")
  }
}

extension OutageReport.Result {
  package var word: String {
    switch self {
    case .provisional: "not sent yet"
    case .firm: "confirmed, not sent yet"
    case .confirmed: "confirmed"
    case .changed: "changed"
    case .refused: "refused"
    case .decision: "to decide"
    case .parked: "waiting for an update"
    }
  }

  var style: Style {
    switch self {
    case .provisional: .provisional
    case .firm, .confirmed: .good
    case .changed: .warn
    case .refused: .bad
    case .decision, .parked: .decision
    }
  }
}
