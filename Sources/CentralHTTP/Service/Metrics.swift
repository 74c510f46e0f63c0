import Domain
import Synchronization
import Wire

/// What is counted since the start, as Prometheus reads it; ids of devices stand in it, nothing of
/// persons.
package final class Metrics: Sendable {
  /// Upper bounds in seconds.
  private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

  private struct Counts {
    var operations: [String: [Outcome.State: Int]] = [:]
    var buckets = [Int](repeating: 0, count: Metrics.bounds.count + 1)
    var seconds = 0.0
    var commits = 0
    var committed = 0
    var answers: [String: [Int: Int]] = [:]
  }

  private let counts = Mutex(Counts())

  package init() {}

  /// An operation was decided; a kind that this program does not know counts as unknown, since
  /// whoever sends one chooses the word.
  func decided(_ kind: String, _ state: Outcome.State) {
    let word = OperationKind(rawValue: kind)?.rawValue ?? "unknown"
    counts.withLock { $0.operations[word, default: [:]][state, default: 0] += 1 }
  }

  /// Each operation of a commit waited for all of it.
  func committed(_ operations: Int, seconds: Double) {
    guard operations > 0 else { return }
    counts.withLock { counts in
      let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
      counts.buckets[bucket] += operations
      counts.seconds += seconds * Double(operations)
      counts.committed += operations
      counts.commits += 1
    }
  }

  func answered(_ route: String, _ status: Int) {
    counts.withLock { $0.answers[route, default: [:]][status, default: 0] += 1 }
  }

  /// What is now, beside what was counted.
  struct Gauges {
    var poolWaiting = 0
    var poolBusy = 0
    var houses: [House] = []

    struct House {
      var organization: String
      var orders: Int
      var polls: Int
      var sequence: Int64
      var contacts: [(device: String, contact: Contact)]
    }

    struct Contact {
      var lag: Int64
      var age: Int64
      var watermarkAge: Int64?
    }
  }

  func text(_ gauges: Gauges) -> String {
    var page = Page()
    let counts = counts.withLock { $0 }
    page.family(
      "studioloop_operations_total", "counter", "Operations decided, by kind and outcome.")
    for (kind, states) in counts.operations.sorted(by: { $0.key < $1.key }) {
      for (state, count) in states.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        page.line([("kind", kind), ("outcome", state.rawValue)], "\(count)")
      }
    }
    page.family(
      "studioloop_decide_seconds", "histogram", "Time of the commit that an operation was part of.")
    var sum = 0
    for (bound, count) in zip(Self.bounds.map { "\($0)" } + ["+Inf"], counts.buckets) {
      sum += count
      page.line([("le", bound)], "\(sum)", suffix: "_bucket")
    }
    page.line([], "\(counts.seconds)", suffix: "_sum")
    page.line([], "\(counts.committed)", suffix: "_count")
    page.family("studioloop_commits_total", "counter", "Commits that stored operations.")
    page.line([], "\(counts.commits)")
    page.family("studioloop_answers_total", "counter", "Answers by route and status.")
    for (route, statuses) in counts.answers.sorted(by: { $0.key < $1.key }) {
      for (status, count) in statuses.sorted(by: { $0.key < $1.key }) {
        page.line([("route", route), ("status", "\(status)")], "\(count)")
      }
    }
    page.family("studioloop_pool_waiting", "gauge", "Requests that wait for a worker.")
    page.line([], "\(gauges.poolWaiting)")
    page.family("studioloop_pool_busy", "gauge", "Workers that work.")
    page.line([], "\(gauges.poolBusy)")
    write(gauges.houses, to: &page)
    return page.text
  }

  private func write(_ houses: [Gauges.House], to page: inout Page) {
    page.family("studioloop_queue", "gauge", "Requests that wait for the next commit.")
    for house in houses { page.line([("organization", house.organization)], "\(house.orders)") }
    page.family("studioloop_polls", "gauge", "Requests that wait for news.")
    for house in houses { page.line([("organization", house.organization)], "\(house.polls)") }
    page.family("studioloop_sequence", "gauge", "The last sequence given out.")
    for house in houses { page.line([("organization", house.organization)], "\(house.sequence)") }
    let families: [(String, String, (Gauges.Contact) -> Int64?)] = [
      ("studioloop_feed_lag", "Sequences that a device does not have yet.", { $0.lag }),
      ("studioloop_contact_age_seconds", "Since a device was last heard of.", { $0.age }),
      (
        "studioloop_watermark_age_seconds", "Since the time before which it has nothing unsent.",
        { $0.watermarkAge }
      ),
    ]
    for (name, help, value) in families {
      page.family(name, "gauge", help)
      for house in houses {
        for (device, contact) in house.contacts {
          guard let value = value(contact) else { continue }
          page.line([("organization", house.organization), ("device", device)], "\(value)")
        }
      }
    }
  }

  /// Prometheus' text format; no label holds anything that would have to be escaped.
  private struct Page {
    private(set) var text = ""
    private var name = ""

    mutating func family(_ name: String, _ type: String, _ help: String) {
      self.name = name
      text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    mutating func line(_ labels: [(String, String)], _ value: String, suffix: String = "") {
      let inside = labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
      text += name + suffix + (inside.isEmpty ? "" : "{\(inside)}") + " \(value)\n"
    }
  }
}
