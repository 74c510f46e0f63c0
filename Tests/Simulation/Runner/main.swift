import Simulation

let count = CommandLine.arguments.dropFirst().first.flatMap { UInt64($0) } ?? 5
let start = ContinuousClock.now
for seed in 1...count {
  let simulation = try Simulation(seed: seed)
  do {
    let result = try simulation.run()
    print("seed \(seed)", result, String(simulation.trace.hash, radix: 16))
  } catch {
    print(simulation.trace.lines.suffix(30).joined(separator: "\n"))
    print("seed \(seed)", error)
  }
  if seed == count {
    for (key, value) in simulation.coverage.counts.sorted(by: { $0.key < $1.key }) {
      print(key, value)
    }
  }
}
print(ContinuousClock.now - start)
