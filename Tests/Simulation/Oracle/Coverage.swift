/// What has happened at all: a simulation in which little happens proves little.
package final class Coverage {
  package private(set) var counts: [String: Int] = [:]

  package init() {}

  package func note(_ word: String) { counts[word, default: 0] += 1 }

  package func note(_ word: String, times: Int) { counts[word, default: 0] += times }
}
