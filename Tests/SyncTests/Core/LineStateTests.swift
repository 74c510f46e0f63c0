import Support
import Sync
import Testing
import Wire

/// When the next try is made; time and chance are given, and chance is always the longest.
struct LineStateTests {
  private func failed(
    _ count: Int, at now: Int64 = 0, _ code: LineFailure.Code = .failed, retryAfter: Int? = nil
  ) -> LineState {
    var state = LineState(firstContactAt: 0)
    for _ in 0..<count {
      state.failed(LineFailure(code, retryAfter: retryAfter), at: now) { $0.upperBound }
    }
    return state
  }

  private func sleep(_ state: LineState, at now: Int64 = 0) -> Int64 {
    if case .sleep(let milliseconds) = state.step(at: now, unsent: true) { milliseconds } else { 0 }
  }

  @Test func triesComeRarerToAMinute() {
    #expect((1...9).map { sleep(failed($0), at: 0) / 1_000 } == [1, 2, 4, 8, 16, 32, 60, 60, 60])
    #expect(sleep(failed(2, retryAfter: 120), at: 0) == 120_000)
    var state = failed(9)
    state.answered(at: 60_000, more: false, news: false)
    #expect(sleep(state, at: 60_000) == 0 && state.tries == 10)
  }

  /// What reaches nobody costs next to nothing: it is tried oftener than what does.
  @Test func whereNobodyIsReachedTriesStayNear() {
    let waits = (1...9).map { sleep(failed($0, .unreachable)) / 1_000 }
    #expect(waits == [1, 2, 4, 8, 10, 10, 10, 10, 10])
    for code in [LineFailure.Code.cutOff, .timedOut, .stranger, .busy, .failed] {
      #expect(sleep(failed(9, code)) == 60_000, "\(code)")
    }
    // A service that was reached before keeps its word on when to come.
    #expect(sleep(failed(9, .unreachable, retryAfter: 40)) == 40_000)
  }

  /// Nobody touches anything: how soon a desk notices that its line is back, and what that costs.
  @Test func anUntouchedDeskNoticesTheLineWithinSeconds() {
    var generator = SeededGenerator(seed: 9)
    var waits: [Int64] = []
    var tries = 0
    for _ in 0..<400 {
      var state = LineState(firstContactAt: 0)
      let back = Int64.random(in: 60_000...6 * 3_600_000, using: &generator)
      var now: Int64 = 0
      while now < back {
        state.failed(LineFailure(.unreachable), at: now) {
          Int64.random(in: $0, using: &generator)
        }
        tries += 1
        now += max(1, sleep(state, at: now))
      }
      waits.append(now - back)
    }
    waits.sort()
    #expect(waits[399] <= 10_000 && waits[200] < 4_000, "\(waits[200]) \(waits[399])")
    // Three hours each, in the mean; a SYN and its refusal are 120 bytes.
    #expect(tries * 120 / 400 < 300_000, "\(tries)")
  }

  /// Whoever works meanwhile has the line tried, and again only after some seconds.
  @Test func workShortensALongWait() {
    var state = failed(9, at: 1_000)
    state.stir()
    #expect(sleep(state, at: 2_000) == 4_000 && sleep(state, at: 6_000) == 0)
    // A short wait stays as chance had it.
    state = failed(2, at: 1_000)
    state.stir()
    #expect(sleep(state, at: 1_000) == 2_000)
    // What the service asked for stays, and so does the first wait after a power cut.
    state = failed(9, at: 1_000, retryAfter: 30)
    state.stir()
    #expect(sleep(state, at: 1_000) == 30_000)
    state = LineState(firstContactAt: 20_000)
    state.stir()
    #expect(sleep(state, at: 0) == 20_000)
  }

  @Test func whoAsksForTheLineWaitsForNothingButTheService() {
    var state = failed(9)
    state.hurry()
    #expect(sleep(state, at: 1) == 0)
    state = LineState(firstContactAt: 20_000)
    state.hurry()
    #expect(sleep(state, at: 0) == 0)
    state = failed(9, retryAfter: 30)
    state.hurry()
    #expect(sleep(state, at: 0) == 30_000)
  }

  /// An exchange that was broken off to say something is no try.
  @Test func whatWeBrokeOffCountsForNothing() {
    var state = failed(0)
    state.failed(LineFailure(.interrupted), at: 0) { $0.upperBound }
    #expect(state.tries == 0 && sleep(state, at: 0) == 0)
  }
}
