import Domain
import Support
import Sync
import Testing
import Wire

/// When the line was down is remembered whatever restarts and clocks did meanwhile.
@Suite struct OutageTests {
  private let directory = TemporaryDirectory()
  private static let boot = Bits128(hi: 1, lo: 1)
  private static let nextBoot = Bits128(hi: 2, lo: 2)
  private static let noon: Int64 = 1_795_000_000_000

  private func log() throws -> OperationLog { try OperationLog(directory.file("operations.db")) }

  /// Minutes after noon; the counter of a machine that started at noon.
  private func at(
    _ minutes: Int64, guess: Bool = false, boot: Bits128 = Self.boot, since: Int64? = nil
  ) -> OperationLog.Moment {
    OperationLog.Moment(
      time: Self.noon + minutes * 60_000, isGuess: guess, boot: boot,
      sinceBoot: (since ?? minutes) * 60_000)
  }

  private func minutes(_ instant: Instant?) -> Int64? {
    instant.map { ($0.seconds - Self.noon / 1_000) / 60 }
  }

  @Test func itLastsFromTheLastContactToTheFirst() throws {
    let log = try log()
    try log.endOutage(at(0), closed: false)
    try log.endOutage(at(5), closed: false)
    try log.beginOutage(at(7))
    try log.beginOutage(at(9))
    #expect(try log.outages().map { minutes($0.began) } == [5])
    #expect(try log.outages()[0].ended == nil)
    try log.endOutage(at(60), closed: false)
    let outage = try #require(try log.outages().first)
    #expect(minutes(outage.began) == 5 && minutes(outage.ended) == 60 && !outage.isGuess)
    try log.endOutage(at(62), closed: false)
    try log.beginOutage(at(70))
    #expect(try log.outages().map { minutes($0.began) } == [62, 5])
  }

  @Test func aMomentInWhichNothingWasDoneIsNone() throws {
    let log = try log()
    try log.endOutage(at(0), closed: false)
    try log.beginOutage(
      OperationLog.Moment(
        time: Self.noon + 20_000, isGuess: false, boot: Self.boot, sinceBoot: 20_000))
    try log.endOutage(
      OperationLog.Moment(
        time: Self.noon + 40_000, isGuess: false, boot: Self.boot, sinceBoot: 40_000), closed: false
    )
    #expect(try log.outages().isEmpty)
  }

  /// Power goes with the line, and the clock's battery is dead: another start of the machine thinks
  /// that it is another year, and the beginning stays what it was.
  @Test func anotherStartInTheDarkGoesOnWithIt() throws {
    do {
      let log = try log()
      try log.endOutage(at(5), closed: false)
      try log.beginOutage(at(7))
    }
    let log = try log()
    try log.beginOutage(at(-30_000_000, guess: true, boot: Self.nextBoot, since: 1))
    #expect(try log.outages().map { minutes($0.began) } == [5])
    try log.endOutage(at(90, boot: Self.nextBoot, since: 40), closed: false)
    #expect(try log.outages().map { minutes($0.ended) } == [90])
  }

  /// Closed for the night is no outage; found in the dark in the morning, it is dated back from the
  /// first contact by the counter that nobody sets.
  @Test func aGuessIsDatedBack() throws {
    let log = try log()
    try log.endOutage(at(5), closed: false)
    try log.endOutage(at(6), closed: true)
    try log.beginOutage(at(-9_000_000, guess: true, boot: Self.nextBoot, since: 2))
    #expect(try log.outages().first?.isGuess == true)
    try log.endOutage(at(600, boot: Self.nextBoot, since: 62), closed: false)
    let outage = try #require(try log.outages().first)
    #expect(minutes(outage.began) == 540 && minutes(outage.ended) == 600 && !outage.isGuess)
  }

  /// Of a start that is over nothing can be dated back: it stays marked, and never ends before it began.
  @Test func aGuessOfAnotherStartStaysAGuess() throws {
    let log = try log()
    try log.beginOutage(at(9_000_000, guess: true, since: 2))
    try log.endOutage(at(30, boot: Self.nextBoot, since: 3), closed: false)
    let outage = try #require(try log.outages().first)
    #expect(outage.isGuess && outage.began <= outage.ended ?? .init(0))
  }
}
