import Domain
import Support
import Testing

@Suite("Watermarks")
struct WatermarkTests {
  private static let now = StudioFixture.morning
  private static let here = ID<Location>(Bits128(hi: 1, lo: 1))
  private static let there = ID<Location>(Bits128(hi: 1, lo: 2))

  private static func heard(
    _ n: UInt64, at location: ID<Location> = here, told: Int? = nil, came: Int? = 0,
    _ change: (inout Watermarks.Heard) -> Void = { _ in }
  ) -> Watermarks.Heard {
    var heard = Watermarks.Heard(ID(Bits128(hi: 2, lo: n)), at: location)
    heard.watermark = told.map { now - $0 }
    heard.lastContact = came.map { now - $0 }
    change(&heard)
    return heard
  }

  private struct Row: Sendable {
    let words: String
    let heard: [Watermarks.Heard]
    /// Seconds before now up to which everything has arrived; nil is never.
    let arrived: Int?
    /// Who is waited for, for what ended an hour ago.
    var awaited: [UInt64] = []
    var silent: [UInt64] = []
  }

  private static let day = 86_400
  private static let table: [Row] = [
    Row(words: "nobody", heard: [], arrived: 0),
    Row(words: "one that told all", heard: [heard(1, told: 10)], arrived: 10),
    Row(
      words: "the slowest counts", heard: [heard(1, told: 10), heard(2, told: 7_200)],
      arrived: 7_200, awaited: [2]),
    Row(words: "exactly then", heard: [heard(1, told: 3_600)], arrived: 3_600),
    Row(words: "ahead of the clock", heard: [heard(1, told: -60)], arrived: 0),
    Row(
      words: "elsewhere", heard: [heard(1, told: 10), heard(2, at: there, told: 9_000)],
      arrived: 10),
    Row(words: "came and told nothing", heard: [heard(1)], arrived: nil, awaited: [1]),
    Row(words: "never came", heard: [heard(1, came: nil)], arrived: 0),
    Row(
      words: "silent for three days", heard: [heard(1, told: 4 * day, came: 3 * day + 1)],
      arrived: 0, silent: [1]),
    Row(
      words: "not yet three days", heard: [heard(1, told: 4 * day, came: 3 * day)],
      arrived: 4 * day, awaited: [1]),
    Row(
      words: "closed until it starts",
      heard: [heard(1, told: 9_000, came: 4 * day) { $0.closed = true }], arrived: 0),
    Row(words: "revoked", heard: [heard(1, told: 9_000) { $0.revoked = true }], arrived: 0),
    Row(words: "set aside", heard: [heard(1, told: 9_000) { $0.setAside = true }], arrived: 0),
    Row(
      words: "in the order of their ids",
      heard: [heard(9, told: 9_000), heard(3, told: 8_000), heard(5, told: 7_000)],
      arrived: 9_000, awaited: [3, 5, 9]),
  ]

  @Test("who is waited for, and how far everything has come", arguments: 0..<14)
  func table(number: Int) {
    let row = Self.table[number]
    let marks = Watermarks(row.heard, now: Self.now)
    #expect(marks.arrived(at: Self.here) == row.arrived.map { Self.now - $0 } ?? Instant(0))
    #expect(
      marks.awaited(at: Self.here, until: Self.now - 3_600).map(\.raw.lo) == row.awaited,
      "\(row.words)")
    #expect(marks.silent(at: Self.here).map(\.raw.lo) == row.silent, "\(row.words)")
    let elsewhere = marks.arrived(at: Self.there)
    #expect(marks.everywhere == min(elsewhere, marks.arrived(at: Self.here)))
    // Whom a manager does not wait for holds nothing up.
    let without = row.heard.map(\.device)
    #expect(marks.awaited(at: Self.here, until: Self.now, without: without).isEmpty)
    #expect(marks.arrived(at: Self.here, without: without) == Self.now)
  }

  @Test("who is a few minutes behind is on its way, who is more holds up")
  func behind() {
    let marks = Watermarks(
      [
        Self.heard(1, told: 300), Self.heard(2, told: 301), Self.heard(3),
        Self.heard(4, at: Self.there, told: 9_000), Self.heard(5, told: 9_000) { $0.closed = true },
      ], now: Self.now)
    #expect(marks.behind(at: Self.here).map(\.device.raw.lo) == [2, 3])
    #expect(marks.behind(at: Self.here)[0].watermark == Self.now - 301)
  }

  @Test("the table is whole")
  func whole() { #expect(Self.table.count == 14) }
}
