import Domain
import Sync

/// The power in the words of the status line: how long until an announced outage, or until its end, and
/// the battery while the desk lives on it.
package enum PowerWords {
  /// Seconds before an outage from which it is told where there is room, and from which in amber.
  private static let told = 12 * 3_600
  private static let near = 30 * 60

  /// The longest way to say it that fits; nil where there is nothing to say, or no room at all.
  package static func status(
    _ station: Station, _ glyphs: Glyphs, columns: Int
  ) -> (text: String, style: Style)? {
    guard let text = ways(station, glyphs).first(where: { Width.columns($0) <= columns }) else {
      return nil
    }
    return (text, style(station))
  }

  /// What it takes at the least while it must not be missed; 0 while it may be left out.
  static func least(_ station: Station, _ glyphs: Glyphs) -> Int {
    guard style(station) != .statusBar else { return 0 }
    return ways(station, glyphs).last.map { Width.columns($0) } ?? 0
  }

  private static func style(_ station: Station) -> Style {
    if let battery = used(station), battery.percent < 10 { return .statusBad }
    if let cut = cut(station), !cut.isOn(at: station.now), isReady(station) == false {
      return .statusBad
    }
    let isNear = cut(station).map { $0.from - station.now <= near } ?? false
    return isNear || used(station) != nil ? .statusWarn : .statusBar
  }

  private static func used(_ station: Station) -> Battery? {
    station.power.battery.flatMap { $0.isDischarging ? $0 : nil }
  }

  private static func cut(_ station: Station) -> PowerCut? {
    station.power.cut.flatMap { cut in
      cut.until > station.now && cut.from - station.now <= told ? cut : nil
    }
  }

  /// The longest first.
  private static func ways(_ station: Station, _ glyphs: Glyphs) -> [String] {
    let cuts = cut(station).map { words($0, station) } ?? []
    let battery = used(station).map { ["on battery \($0.percent) %", "\($0.percent) %"] } ?? []
    guard let long = battery.first, let short = battery.last else { return cuts }
    let dot = " \(glyphs.middleDot) "
    return cuts.map { $0 + dot + long } + cuts.map { $0 + dot + short }
      + (cuts.isEmpty ? [long, short] : [cuts[cuts.count - 1]])
  }

  private static func words(_ cut: PowerCut, _ station: Station) -> [String] {
    func time(_ moment: Instant) -> String { Wording.time(moment, in: station.zone, station) }
    if cut.isOn(at: station.now) {
      return ["power off until \(time(cut.until))", "power off to \(time(cut.until))"]
    }
    let wait = "power off in \(wait(cut.from - station.now))"
    let whole = "\(wait) (\(time(cut.from))-\(time(cut.until)))"
    switch isReady(station) {
    // What is missing somebody can still do something about.
    case false?:
      return [
        "\(whole), not ready", "\(wait), not ready", "not ready for \(time(cut.from))",
      ]
    case true?: return ["\(whole), ready", whole, wait, "power off at \(time(cut.from))"]
    case nil: return [whole, wait, "power off at \(time(cut.from))"]
    }
  }

  /// With the line as it is now: what was done since the desk made itself ready may not be out yet. Nil
  /// while it need not be.
  private static func isReady(_ station: Station) -> Bool? {
    station.power.readiness.map {
      Readiness(for: $0.cut, copiedAt: $0.copiedAt, station.line).isReady
    }
  }

  /// In whole minutes, the one that has begun counted: "1 h 20 min".
  private static func wait(_ seconds: Int) -> String {
    let minutes = (seconds + 59) / 60
    let parts = [(minutes / 60, "h"), (minutes % 60, "min")].filter { $0.0 > 0 }
    return parts.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }

  /// What was done for an outage, or with no outage in sight.
  static func toast(_ readiness: Readiness, _ station: Station) -> Toast {
    let told = readiness.told { Wording.time($0, in: station.zone, station) }
    return Toast(
      "\(told.prefix(1).uppercased())\(told.dropFirst()).", readiness.isReady ? .good : .bad)
  }
}
