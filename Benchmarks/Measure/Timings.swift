import Glibc

/// Durations of one kind of work, in microseconds.
struct Timings {
  private var taken: [Double] = []

  mutating func measure<Result>(_ work: () throws -> Result) rethrows -> Result {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try work()
    let took = (clock.now - start).components
    taken.append(Double(took.seconds) * 1e6 + Double(took.attoseconds) / 1e12)
    return result
  }

  func percentile(_ share: Double) -> Double {
    let sorted = taken.sorted()
    guard !sorted.isEmpty else { return 0 }
    return sorted[min(sorted.count - 1, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
  }

  /// `name median p99 count`, in milliseconds.
  func line(_ name: String) -> String {
    func text(_ microseconds: Double) -> String {
      String(Double(Int(microseconds + 0.5)) / 1_000)
    }
    return "\(name) \(text(percentile(0.5))) \(text(percentile(0.99))) \(taken.count)"
  }
}
