import Synchronization

/// A bucket for each device or address that fills by so many a second: who has emptied it waits.
final class RateLimit<Key: Hashable & Sendable>: Sendable {
  private struct Bucket {
    var tokens: Double
    var at: Moment
  }

  private let perSecond: Double
  private let burst: Double
  private let buckets = Mutex<[Key: Bucket]>([:])

  init(perSecond: Double, burst: Double) {
    self.perSecond = perSecond
    self.burst = burst
  }

  /// Nil where it may go on, else the whole seconds until it may.
  func delay(of key: Key, at now: Moment = .now) -> Int? {
    buckets.withLock { buckets in
      if buckets.count > 10_000 { sweep(&buckets, at: now) }
      var bucket = buckets[key] ?? Bucket(tokens: burst, at: now)
      bucket.tokens = min(burst, bucket.tokens + (now - bucket.at) * perSecond)
      bucket.at = now
      defer { buckets[key] = bucket }
      guard bucket.tokens < 1 else {
        bucket.tokens -= 1
        return nil
      }
      return max(1, Int(((1 - bucket.tokens) / perSecond).rounded(.up)))
    }
  }

  /// For what turned out to be no stranger's: as if it had not been asked.
  func giveBack(_ count: Double, to key: Key) {
    buckets.withLock { $0[key]?.tokens += count }
  }

  /// Full buckets say nothing.
  private func sweep(_ buckets: inout [Key: Bucket], at now: Moment) {
    buckets = buckets.filter { $0.value.tokens + (now - $0.value.at) * perSecond < burst }
  }
}
