import Domain
import Sync

/// What receptionists type, asked of the store: prefixes as they grow, both words, slips, numbers.
struct LookupBench {
  private let studio: BenchStudio
  private let samples: Int

  init(_ studio: BenchStudio, samples: Int) {
    self.studio = studio
    self.samples = samples
  }

  func run() throws {
    var random = Random(11)
    var timings: [(kind: String, taken: Timings)] = [
      ("prefix", Timings()), ("names", Timings()), ("slip", Timings()), ("number", Timings()),
    ]
    let people = try sample(&random)
    for person in people {
      let queries: [String] = [
        String(person.firstName.prefix(random.number(1...4))),
        random.number(0...1) == 0
          ? person.name : "\(person.lastName) \(person.firstName.prefix(2))",
        slip(person.lastName, &random),
        random.number(0...1) == 0 ? person.number : person.phone,
      ]
      for (index, query) in queries.enumerated() {
        _ = try timings[index].taken.measure { try studio.store.lookup(query, limit: 50) }
      }
    }
    for (kind, taken) in timings { print(taken.line(kind)) }
  }

  /// Members by numbers that were drawn by lot.
  private func sample(_ random: inout Random) throws -> [Member] {
    var last: UInt32 = 10_001
    while try exists(last + 1_000_000) { last += 1_000_000 }
    for step: UInt32 in [100_000, 10_000, 1_000, 100] {
      while try exists(last + step) { last += step }
    }
    return try (0..<samples).compactMap { _ in
      let number = MemberNumber(sequence: UInt32(random.number(10_001...Int(last))))
      return try number.flatMap { try studio.store.member(named: $0.text) }
    }
  }

  private func exists(_ sequence: UInt32) throws -> Bool {
    try MemberNumber(sequence: sequence).flatMap { try studio.store.member(named: $0.text) } != nil
  }

  /// One letter wrong.
  private func slip(_ name: String, _ random: inout Random) -> String {
    var letters = Array(name)
    guard letters.count > 2 else { return name }
    letters.swapAt(1, 2)
    if letters == Array(name) { letters[random.number(1...letters.count - 1)] = "x" }
    return String(letters)
  }
}
