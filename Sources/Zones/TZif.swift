package import Domain

/// A time zone file of RFC 9636 (versions 1 to 4) turned into the rulebook's table.
///
/// Foundation is not asked: its zones come from ICU, and a Debian update of tzdata would not reach them.
package enum TZif {
  /// Footers give rules for ever; tables end with the year 2100.
  package static let lastYear = 2100

  /// Throws `.damaged` for bytes that are no zone file, and for files that count leap seconds.
  package static func zone(named name: String, bytes: [UInt8]) throws(ZoneFailure) -> Zone {
    guard let table = Table(bytes) else { throw ZoneFailure(.damaged, zone: name) }
    return Zone(name: name, offset: table.initial, transitions: table.transitions)
  }

  private struct Header {
    static let length = 44

    let version: UInt8
    let leaps: Int
    let times: Int
    let types: Int
    let characters: Int
    let indicators: Int

    init?(_ reader: inout BigEndianReader) {
      guard reader.int(4) == 0x545A_6966, let version = reader.int(1), reader.skip(15),
        let utc = reader.int(4), let standard = reader.int(4), let leaps = reader.int(4),
        let times = reader.int(4), let types = reader.int(4), let characters = reader.int(4)
      else { return nil }
      self.version = UInt8(truncatingIfNeeded: version)
      self.leaps = leaps
      self.times = times
      self.types = types
      self.characters = characters
      indicators = utc + standard
    }

    /// Bytes behind this header where a moment takes `width` bytes.
    func bodyLength(width: Int) -> Int {
      times * (width + 1) + types * 6 + characters + leaps * (width + 4) + indicators
    }
  }

  private struct Table {
    var initial: Int
    var transitions: [(at: Instant, offset: Int)] = []

    init?(_ bytes: [UInt8]) {
      var reader = BigEndianReader(bytes)
      guard var header = Header(&reader) else { return nil }
      var width = 4
      if header.version > 0 {
        guard reader.skip(header.bodyLength(width: 4)), let second = Header(&reader) else {
          return nil
        }
        header = second
        width = 8
      }
      guard header.leaps == 0, header.types > 0, reader.left >= header.bodyLength(width: width),
        let moments = reader.signed(width, count: header.times),
        let kinds = reader.ints(1, count: header.times)
      else { return nil }
      var offsets: [Int] = []
      for _ in 0..<header.types {
        guard let offset = reader.signed(4, count: 1)?.first, reader.skip(2) else { return nil }
        offsets.append(offset)
      }
      initial = offsets[0]
      for (moment, kind) in zip(moments, kinds) {
        guard kind < offsets.count, transitions.last.map({ $0.at.seconds < moment }) ?? true
        else { return nil }
        transitions.append((Instant(Int64(moment)), offsets[kind]))
      }
      guard reader.skip(header.characters + header.indicators) else { return nil }
      if width == 8 {
        guard let footer = reader.line() else { return nil }
        if !footer.isEmpty {
          guard let rule = PosixRule(footer) else { return nil }
          extend(by: rule)
        }
      }
      dropSilentChanges()
    }

    /// The footer speaks for the time after the last listed change.
    private mutating func extend(by rule: PosixRule) {
      guard let last = transitions.last?.at else {
        initial = rule.standard
        append(rule.changes(in: 1900...TZif.lastYear))
        return
      }
      let year = Zone.utc.day(of: last).year
      guard year <= TZif.lastYear else { return }
      append(rule.changes(in: max(1900, year - 1)...TZif.lastYear).filter { $0.at > last })
    }

    private mutating func append(_ changes: [(at: Instant, offset: Int)]) {
      transitions += changes
    }

    /// Leaves out changes of name only; of two at the same moment the later one holds.
    private mutating func dropSilentChanges() {
      var kept: [(at: Instant, offset: Int)] = []
      for change in transitions {
        if let last = kept.last, last.at == change.at { kept.removeLast() }
        if kept.last?.offset ?? initial != change.offset { kept.append(change) }
      }
      transitions = kept
    }
  }
}

/// Walks over bytes; every step answers nil at the end instead of trapping.
private struct BigEndianReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) {
    rest = bytes[...]
  }

  var left: Int { rest.count }

  mutating func skip(_ count: Int) -> Bool {
    guard rest.count >= count else { return false }
    rest.removeFirst(count)
    return true
  }

  /// Unsigned, at most four bytes.
  mutating func int(_ width: Int) -> Int? {
    guard rest.count >= width else { return nil }
    defer { rest.removeFirst(width) }
    return rest.prefix(width).reduce(0) { $0 << 8 | Int($1) }
  }

  mutating func ints(_ width: Int, count: Int) -> [Int]? {
    guard rest.count >= width * count else { return nil }
    return (0..<count).compactMap { _ in int(width) }
  }

  /// Two's complement of four or eight bytes.
  mutating func signed(_ width: Int, count: Int) -> [Int]? {
    ints(width, count: count).map { values in
      width == 4 ? values.map { Int(Int32(truncatingIfNeeded: $0)) } : values
    }
  }

  /// The text between two line feeds.
  mutating func line() -> Substring? {
    guard rest.first == 0x0A, let end = rest.dropFirst().firstIndex(of: 0x0A) else { return nil }
    let text = String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
    rest = rest[(end + 1)...]
    return text[...]
  }
}
