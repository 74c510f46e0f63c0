package import Domain
package import Wire

/// What the time is, whatever the machine's clock says: the authority's time at the last contact, and
/// what the machine's uncorrectable counter has run since.
///
/// A value without clocks of its own: their readings are handed in. All times are milliseconds.
package struct CorrectedTime: Sendable, Equatable, Codable {
  private struct Anchor: Sendable, Equatable, Codable {
    var boot: Bits128
    var sinceBoot: Int64
    var time: Int64
    /// Half of the round trip: so far off it may be.
    var error: Int64
  }

  private var anchor: Anchor?
  /// The latest time that was verified; no guess is earlier.
  private var floor: Int64 = 0

  package init() {}

  /// Readings of the machine's clocks at one moment.
  package struct Reading: Sendable {
    var wall: Int64
    var sinceBoot: Int64
    var boot: Bits128

    package init(wall: Int64, sinceBoot: Int64, boot: Bits128) {
      self.wall = wall
      self.sinceBoot = sinceBoot
      self.boot = boot
    }
  }

  /// Since the machine's start there was a contact: the time is known. Else it is the machine's own,
  /// but not before what is known to have been.
  package func now(_ reading: Reading) -> (milliseconds: Int64, trust: ClockTrust) {
    if let anchor, anchor.boot == reading.boot {
      return (anchor.time + reading.sinceBoot - anchor.sinceBoot, .verified)
    }
    return (max(floor, reading.wall), .uncertain)
  }

  /// An answer said what the time was somewhere between asking and hearing. A vaguer answer does not
  /// replace a closer one of the last hour: a slow line moves no clock to and fro.
  package mutating func heard(_ time: Int64, askedAt: Int64, _ reading: Reading) {
    let error = max(0, reading.sinceBoot - askedAt) / 2
    let heard = Anchor(
      boot: reading.boot, sinceBoot: reading.sinceBoot, time: time + error, error: error)
    if let anchor, anchor.boot == heard.boot, anchor.error < heard.error,
      heard.sinceBoot - anchor.sinceBoot < 3_600_000
    {
      floor = max(floor, now(reading).milliseconds)
      return
    }
    anchor = heard
    floor = max(floor, heard.time)
  }

  /// How far the machine's own clock is ahead; nil while nothing is known.
  func offset(_ reading: Reading) -> Int64? {
    let (time, trust) = now(reading)
    return trust == .verified ? reading.wall - time : nil
  }
}
