/// Milliseconds since 1970, or between two moments, of the simulated world's one true time.
package typealias Milliseconds = Int64

/// What happens next: events at their moments, and at the same moment in the order of their making.
final class Timeline {
  private(set) var now: Milliseconds
  /// Events that have happened.
  private(set) var count = 0
  private var heap: [Event] = []
  private var made: UInt64 = 0

  private struct Event {
    let at: Milliseconds
    let number: UInt64
    let body: () throws -> Void

    static func < (a: Event, b: Event) -> Bool { (a.at, a.number) < (b.at, b.number) }
  }

  init(at now: Milliseconds) { self.now = now }

  func after(_ delay: Milliseconds, _ body: @escaping () throws -> Void) {
    made += 1
    heap.append(Event(at: now + max(0, delay), number: made, body: body))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child] < heap[parent] else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  /// Lets the next event happen; false where there is none before `end`.
  func step(until end: Milliseconds) throws -> Bool {
    guard let first = heap.first, first.at <= end else {
      now = max(now, end)
      return false
    }
    removeFirst()
    now = first.at
    count += 1
    try first.body()
    return true
  }

  /// Nothing happens any more; what was to happen is let go of.
  func stop() { heap = [] }

  private func removeFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child] < heap[least] {
        least = child
      }
      guard least != parent else { break }
      heap.swapAt(least, parent)
      parent = least
    }
  }
}
