import Glibc
import Simulation

/// As many workers as processors; tells how far they are, and at the end what it came to.
struct Crew {
  let seeds: UInt64
  private let start = ContinuousClock.now

  init(seeds: UInt64) { self.seeds = max(1, seeds) }

  private struct Tally {
    var done = 0
    var operations = 0
    var faults = 0
    var violations = 0
    /// Of the seeds that all workers run.
    var hashes: [UInt64: String] = [:]
    var seen: [String: Int] = [:]
    /// In how many seeds.
    var seeds: [String: Int] = [:]
  }

  /// False where a promise did not hold, a trace came out otherwise, or too little happened.
  func run() -> Bool {
    let processors = UInt64(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    let workers = (0..<min(processors, seeds)).compactMap { place in
      Child([
        "--worker", "\(place + 1)", "--step", "\(min(processors, seeds))", "--seeds", "\(seeds)",
      ])
    }
    var tally = Tally()
    var open = workers
    while !open.isEmpty {
      var waits = open.map { pollfd(fd: $0.output, events: Int16(POLLIN), revents: 0) }
      _ = poll(&waits, nfds_t(waits.count), -1)
      for (worker, wait) in zip(open, waits) where wait.revents != 0 {
        for line in worker.read() { take(line, of: worker, &tally) }
      }
      // Whoever comes to a violation ends all.
      if tally.violations > 0 { for worker in open { worker.end() } }
      for worker in open where worker.isOver {
        guard let seed = worker.current, tally.violations == 0 else { continue }
        tally.violations += 1
        print("seed \(seed): the program trapped")
        tell(seed)
      }
      open.removeAll(where: \.isOver)
    }
    return conclude(tally)
  }

  private func take(_ line: Substring, of worker: Child, _ tally: inout Tally) {
    let words = line.split(separator: " ", maxSplits: 4)
    guard let kind = words.first, words.count > 1 else { return }
    switch kind {
    case "begin": worker.current = UInt64(words[1])
    case "done":
      worker.current = nil
      guard words.count == 5, let seed = UInt64(words[1]) else { return }
      if seed <= Worker.shared {
        let hash = String(words[4])
        if let before = tally.hashes.updateValue(hash, forKey: seed) {
          guard before != hash else { return }
          tally.violations += 1
          print("seed \(seed): the same seed gave another trace")
          return tell(seed)
        }
      }
      tally.done += 1
      tally.operations += Int(words[2]) ?? 0
      tally.faults += Int(words[3]) ?? 0
      if tally.done % Self.step(of: seeds) == 0 { tellProgress(tally) }
    case "seen":
      guard words.count > 3, let count = Int(words[1]), let seeds = Int(words[2]) else { return }
      let word = words.dropFirst(3).joined(separator: " ")
      tally.seen[word, default: 0] += count
      tally.seeds[word, default: 0] += seeds
    case "trace": worker.trace.append(line.dropFirst("trace ".count))
    case "violation":
      worker.current = nil
      tally.violations += 1
      for line in worker.trace { print(line) }
      print("seed \(line.dropFirst("violation ".count))")
      if let seed = UInt64(words[1]) { tell(seed) }
    default: break
    }
  }

  private static func step(of seeds: UInt64) -> Int { max(20, Int(seeds) / 50 / 10 * 10) }

  private func tellProgress(_ tally: Tally) {
    let passed = (ContinuousClock.now - start) / .seconds(1)
    let left = Int(passed / Double(tally.done) * Double(Int(seeds) - tally.done))
    print(
      "\(tally.done) seeds, \(tally.operations) operations, about \(left) s to go")
    // Also where nobody sits in front of it.
    fflush(nil)
  }

  /// What granted places cost, and what they bring.
  private func tellPlaces(_ tally: Tally) {
    print("places a desk   granted   stood unused   walk-ins in the dark   told \"maybe\"")
    for size in 0...3 {
      func count(_ word: String) -> Int { tally.seen["grants \(size) \(word)", default: 0] }
      func share(_ part: Int, of whole: Int) -> String {
        let tenths = whole == 0 ? 0 : (part * 1_000 + whole / 2) / whole
        return whole == 0 ? "-" : "\(part) (\(tenths / 10).\(tenths % 10) %)"
      }
      let asked = count("sure") + count("maybe")
      let cells = [
        ("\(size)", 13), ("\(count("granted"))", 10),
        (share(count("unused"), of: count("granted")), 15), ("\(asked)", 23),
        (share(count("maybe"), of: asked), 15),
      ]
      print(
        cells.map { text, width in String(repeating: " ", count: max(0, width - text.count)) + text
        }
        .joined())
    }
  }

  private func tell(_ seed: UInt64) { print("repeat it with: make simulate SEED=\(seed)") }

  /// What happens in fewer seeds may not happen at all after the next change.
  private static let few = 5

  private func conclude(_ tally: Tally) -> Bool {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let isWhole = seeds >= Required.seeds
    var isTame = false
    if tally.violations == 0 {
      let missing = Required.words.filter { tally.seen[$0] == nil }
      isTame = isWhole && !missing.isEmpty
      if !missing.isEmpty { print("never happened: \(missing.joined(separator: ", "))") }
      let seldom = Required.words.compactMap { word in tally.seeds[word].map { (word, $0) } }
        .filter { $0.1 < Self.few }
      if isWhole, !seldom.isEmpty {
        print("in few seeds: \(seldom.map { "\($0) (\($1))" }.joined(separator: ", "))")
      }
      let unknown = tally.seen.keys.filter(Required.lacks).sorted()
      if !unknown.isEmpty { print("happened too: \(unknown.joined(separator: ", "))") }
    }
    tellPlaces(tally)
    if isTame { print("too tame: what never happened is not proved") }
    print("\(Int(Double(tally.done) / seconds * 60)) seeds a minute")
    print(
      "simulated \(tally.done) seeds, \(tally.operations) operations, \(tally.faults) faults, "
        + "\(tally.violations) violations")
    return tally.violations == 0 && !isTame
  }
}
