import Simulation
import Testing

/// A few seeds with every test run; `make simulate` runs hundreds.
@Suite struct SimulationTests {
  @Test(arguments: [1_001, 1_002] as [UInt64])
  func theSameSeedGivesTheSameTrace(seed: UInt64) throws {
    let (one, other) = (try Simulation(seed: seed), try Simulation(seed: seed + 100_000))
    let first = try one.run()
    #expect(first.operations > 50 && first.faults > 20)
    _ = try other.run()
    #expect(one.trace.hash != other.trace.hash)
    let again = try Simulation(seed: seed)
    _ = try again.run()
    #expect(again.trace.hash == one.trace.hash)
  }

  /// Seeds that found something once.
  @Test(arguments: Required.kept) func whatWasFoundStaysMended(seed: UInt64) throws {
    _ = try Simulation(seed: seed).run()
  }
}
