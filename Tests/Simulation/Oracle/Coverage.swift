/// What has happened at all: a simulation in which little happens proves little.
package final class Coverage {
  package private(set) var counts: [String: Int] = [:]

  /// In how many seeds, where this holds those of several.
  package private(set) var seeds: [String: Int] = [:]

  package init() {}

  package func take(_ seed: Coverage) {
    for (word, count) in seed.counts {
      counts[word, default: 0] += count
      seeds[word, default: 0] += 1
    }
  }

  package func note(_ word: String) { counts[word, default: 0] += 1 }

  package func note(_ word: String, times: Int) { counts[word, default: 0] += times }
}
