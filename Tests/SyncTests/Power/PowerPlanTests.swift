import Domain
import Sync
import Testing

/// When a desk makes itself ready; minutes before or behind the beginning of an outage of two hours.
@Suite struct PowerPlanTests {
  private let start = Instant(1_795_600_000)
  private var cut: PowerCut? { PowerCut(from: start, until: start + 7_200) }

  /// At which seconds before the beginning it is made ready, looked at each half minute.
  private func course(
    from first: Int, to last: Int = -60, known: Int = .max, ready: (Int) -> Bool = { _ in true }
  ) -> [Int] {
    var plan = PowerPlan()
    return stride(from: first, through: last, by: -30).filter { left in
      let now = start - left
      guard plan.isDue(left <= known ? cut : nil, at: now) else { return false }
      if let cut { plan.prepared(for: cut, at: now, ready: ready(left)) }
      return true
    }
  }

  @Test func tenMinutesAndTwoMinutesBefore() {
    #expect(course(from: 3_600) == [600, 120])
    // The looks need not fall on the minute.
    #expect(course(from: 3_610) == [580, 100])
  }

  @Test(arguments: [(400, [390, 120]), (100, [90]), (0, [0]), (-45, [-60])])
  func onShortNoticeAtOnce(_ known: Int, _ expected: [Int]) {
    #expect(course(from: 3_600, to: -120, known: known) == expected)
  }

  @Test func whatDidNotSucceedIsTriedAgain() {
    #expect(course(from: 700) { $0 <= 480 } == [580, 520, 460, 100])
    #expect(course(from: 700, to: -300) { _ in false }.last.map { $0 > 0 } == true)
  }

  @Test func nothingForWhatIsOverOrFarAway() {
    let plan = PowerPlan()
    #expect(!plan.isDue(nil, at: start))
    #expect(!plan.isDue(cut, at: start - 3_600))
    #expect(!plan.isDue(cut, at: start + 7_200))
    #expect(plan.isDue(cut, at: start + 7_199))
  }

  /// Another outage is another matter; that one lasts longer than was said is none.
  @Test func eachOutageForItself() throws {
    var plan = PowerPlan()
    plan.prepared(for: try #require(cut), at: start - 60, ready: true)
    #expect(!plan.isDue(PowerCut(from: start, until: start + 9_000), at: start - 30))
    #expect(plan.isDue(PowerCut(from: start + 60, until: start + 9_000), at: start - 30))
  }
}
