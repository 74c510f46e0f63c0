import Domain
import Sync

/// The line in the words of the status line: connection, queue, age, decisions; nothing that is zero.
package enum LineWords {
  /// The longest way to say it that fits, with a space behind, and how it looks.
  package static func status(
    _ station: Station, _ glyphs: Glyphs, columns: Int
  ) -> (text: String, style: Style) {
    let line = station.line
    let (sign, words, brief, style) = connection(line, station, glyphs)
    let queued = queued(line)
    let open = line.decisions == 0 ? nil : line.decisions.counted("decision")
    let short = style == .statusGood ? nil : words
    // In a narrow window what is well needs no words.
    let full = station.width < 72 ? short : words
    let ways = [
      [full, queued, open], [short, queued, open], [brief, queued, open], [brief, queued],
      [bare(line, brief), queued], [brief], [queued], [],
    ]
    let texts = ways.map { text(sign, $0, glyphs) }
    let fitting = texts.first { Width.columns($0) <= columns } ?? "\(sign) "
    return (fitting, line.decisions > 0 && style == .statusGood ? .statusWarn : style)
  }

  /// What it takes to say that the line is down, and before since when, how much is queued; 0 where there
  /// is neither.
  static func least(_ station: Station, _ glyphs: Glyphs) -> Int {
    let line = station.line
    let (sign, _, brief, _) = connection(line, station, glyphs)
    let queued = queued(line)
    let parts = [queued == nil ? brief : bare(line, brief), queued]
    return parts.contains { $0 != nil } ? Width.columns(text(sign, parts, glyphs)) : 0
  }

  private static func text(_ sign: Unicode.Scalar, _ parts: [String?], _ glyphs: Glyphs) -> String {
    let parts = parts.compactMap { $0 }.joined(separator: " \(glyphs.middleDot) ")
    return parts.isEmpty ? "\(sign) " : "\(sign) \(parts) "
  }

  private static func queued(_ line: LineStatus) -> String? {
    line.queued == 0 ? nil : "\(line.queued) queued"
  }

  /// Without since when.
  private static func bare(_ line: LineStatus, _ brief: String?) -> String? {
    if case .offline = line.connection { "offline" } else { brief }
  }

  private static func connection(
    _ line: LineStatus, _ station: Station, _ glyphs: Glyphs
  ) -> (sign: Unicode.Scalar, words: String, brief: String?, style: Style) {
    switch line.connection {
    case .standAlone where line.isServing:
      return (glyphs.online, "decides for \(line.served + 1) devices", nil, .statusGood)
    case .standAlone where line.served > 0:
      let devices = line.served.counted("device")
      // Where there is little room, decisions are what somebody here can do something about.
      let brief = line.decisions == 0 ? "\(devices) cut off" : nil
      return (glyphs.offline, "\(devices) cut off: desk serve", brief, .statusWarn)
    case .standAlone: return (glyphs.online, "stand-alone", nil, .statusGood)
    case .online: return (glyphs.online, "online", nil, .statusGood)
    case .catchingUp: return (glyphs.catchingUp, "catching up", nil, .statusWarn)
    case .offline(let since?):
      let time = Wording.time(since, in: station.zone, station)
      return (glyphs.offline, "offline since \(time)", "offline \(time)", .statusWarn)
    case .offline(nil): return (glyphs.offline, "offline", nil, .statusWarn)
    }
  }

  /// Why there is nothing to try.
  static func obstacle(_ station: Station) -> String? {
    if station.line.connection == .standAlone { return "this desk decides by itself" }
    return station.lineSwitch?.isCut ?? false ? "it is cut here: restore it first" : nil
  }

  /// What came of a try that a person asked for.
  static func result(_ line: LineStatus) -> Toast {
    let queued = line.queued
    guard let failure = line.failure else {
      return Toast(
        queued == 0
          ? "The service answers, and has everything."
          : "The service answers: \(queued) go out now.",
        .good)
    }
    let kept = queued == 0 ? "" : "; \(queued) queued are safe"
    let sentence = failure.sentence
    return Toast("\(sentence.prefix(1).uppercased())\(sentence.dropFirst())\(kept).", .warn)
  }
}
