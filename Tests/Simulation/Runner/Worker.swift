import Glibc
import Simulation

/// One process that runs every so manieth seed and tells its crew line by line.
struct Worker {
  let first: UInt64
  let step: UInt64
  let last: UInt64

  /// Seeds that every worker runs: their traces must agree, although in each process Swift's sets and
  /// dictionaries have another order.
  static let shared: UInt64 = 6

  /// False where a promise did not hold.
  func run() -> Bool {
    let coverage = Coverage()
    let own = stride(from: first, through: last, by: Int(step)).filter { $0 > Self.shared }
    for seed in Array(1...max(1, min(Self.shared, last))) + own {
      Self.tell("begin \(seed)")
      do {
        let simulation = try Simulation(seed: seed)
        do {
          let result = try simulation.run()
          let hash = String(simulation.trace.hash, radix: 16)
          Self.tell("done \(seed) \(result.operations) \(result.faults) \(hash)")
          if first == 1 || seed > Self.shared { coverage.take(simulation.coverage) }
        } catch {
          for line in simulation.trace.lines.suffix(40) { Self.tell("trace \(line)") }
          // In one line: more would not be read.
          let words = "\(error)".split(separator: "\n").joined(separator: " · ")
          Self.tell("violation \(seed) \(words)")
          return false
        }
      } catch {
        Self.tell("violation \(seed) \(error)")
        return false
      }
    }
    for (word, count) in coverage.counts.sorted(by: { $0.key < $1.key }) {
      Self.tell("seen \(count) \(coverage.seeds[word, default: 0]) \(word)")
    }
    return true
  }

  private static func tell(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(STDOUT_FILENO, bytes, bytes.count)
  }

  /// One seed with all that happened in it.
  static func show(_ seed: UInt64) -> Bool {
    do {
      let simulation = try Simulation(seed: seed, keepsAll: true)
      let outcome = Result { try simulation.run() }
      for line in simulation.trace.lines { print(line) }
      let result = try outcome.get()
      print(
        "simulated seed \(seed), \(result.operations) operations, \(result.faults) faults, "
          + "0 violations, trace \(String(simulation.trace.hash, radix: 16))")
      return true
    } catch {
      print("seed \(seed): \(error)")
      return false
    }
  }
}
