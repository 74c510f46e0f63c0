import Central
import Domain

/// What one device has to be told of what was touched, from wherever the rows come.
struct FeedReading {
  /// Nil for one that is told everything.
  let scope: FeedScope?
  let stays: [ID<Session>: Stay]
  /// The page begins behind this sequence and is looked for up to the other.
  let cursor: Int64
  let end: Int64
  /// Up to here ended rows are forgotten.
  let floor: Int64

  typealias Touched = [(sequence: Int64, touches: [Touch])]

  /// False for what is of no concern to the device, whatever became of the row since.
  func concerns(_ touch: Touch) -> Bool {
    guard let scope else { return touch.kind != .left }
    guard scope.holds(touch.table), isAudience(touch.hanging, scope) else { return false }
    guard let session = touch.hanging.session, touch.kind != .left else { return true }
    return stays[session].map { $0.gone == nil || isParting(touch) } ?? false
  }

  /// True for a booking whose session is about to leave the device, which may have entries of it from
  /// an earlier page without the booking: it goes with them.
  private func isParting(_ touch: Touch) -> Bool {
    guard touch.kind == .put, touch.table == .booking else { return false }
    return touch.hanging.session.flatMap { stays[$0]?.gone }.map { $0 > cursor } ?? false
  }

  private func isAudience(_ hanging: Hanging, _ scope: FeedScope) -> Bool {
    hanging.audience.map { $0 == scope.location.raw || $0 == scope.device.raw } ?? true
  }

  /// `latest` is the sequence of a row's last change; nil where there is no such row.
  func entries(_ touched: Touched, latest: (RowKey) -> Int64?) -> [FeedEntry] {
    var entries: [FeedEntry] = []
    for (sequence, touches) in touched {
      for touch in touches where concerns(touch) {
        if let entry = entry(touch, sequence, latest: latest(touch.row), among: touches) {
          entries.append(entry)
        }
      }
    }
    return entries + evictions
  }

  private func entry(
    _ touch: Touch, _ sequence: Int64, latest: Int64?, among touches: [Touch]
  ) -> FeedEntry? {
    let at = max(sequence, touch.hanging.session.flatMap { stays[$0]?.since } ?? 0)
    switch touch.kind {
    case .put:
      guard latest == sequence, at <= end else { return nil }
      if isParting(touch) { return FeedEntry(at: sequence, .end(touch.table, touch.key)) }
      return FeedEntry(at: at, .row(touch.table, touch.key))
    case .end:
      guard latest == nil, at <= end, sequence > floor else { return nil }
      return FeedEntry(at: at, .end(touch.table, touch.key))
    case .left:
      // Where it went to a session that the device holds, the row itself is told.
      let isHeld = touches.contains { $0.kind == .put && $0.row == touch.row && concerns($0) }
      guard sequence > floor, latest != sequence || !isHeld else { return nil }
      return FeedEntry(at: sequence, .end(touch.table, touch.key))
    }
  }

  private var evictions: [FeedEntry] {
    stays.compactMap { session, stay in
      guard let gone = stay.gone, gone > cursor, gone <= end else { return nil }
      return FeedEntry(at: gone, .evict(session))
    }
  }

  /// Sessions that came in meanwhile, with all that hung on them before.
  var entered: [ID<Session>] {
    stays.compactMap { session, stay in
      stay.gone == nil && stay.since > cursor && stay.since <= end ? session : nil
    }.sorted()
  }

  /// True where the touches alone tell all: no session came or went.
  var isQuiet: Bool {
    stays.values.allSatisfy { $0.since <= cursor && ($0.gone ?? 0) <= cursor }
  }
}

/// How many operations a page looks at.
enum FeedSpan {
  /// The last sequence before the one with which `limit` touches are passed; the first goes whole.
  /// Nil where all fit.
  static func end(_ touched: FeedReading.Touched, _ limit: Int) -> Int64? {
    var count = 0
    var last: Int64?
    for (sequence, touches) in touched {
      if let last, count + touches.count > limit { return last }
      count += touches.count
      last = sequence
    }
    return nil
  }
}
