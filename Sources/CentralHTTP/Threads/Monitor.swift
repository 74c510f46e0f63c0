import Glibc

/// A value that several threads change and wait for; a mutex alone cannot be waited for.
package final class Monitor<Value: Sendable>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var value: Value

  package init(_ value: Value) {
    self.value = value
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    // A wall clock that is set meanwhile makes no wait longer.
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(changed, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Changes the value and wakes whoever waits; `body` must not come back to this monitor.
  package func change<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    defer { pthread_cond_broadcast(changed) }
    return try withLock(body)
  }

  /// As `change`, where whoever waits first can do what there is to do.
  func changeForOne<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    defer { pthread_cond_signal(changed) }
    return try withLock(body)
  }

  /// For what nobody waits for.
  package func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&value)
  }

  /// Waits until `body` gives something, asked now and after every change; nil when the time is over.
  package func wait<Result>(
    until deadline: Moment?, _ body: (inout Value) -> Result?
  ) -> Result? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&value) { return result }
      guard let deadline else {
        pthread_cond_wait(changed, mutex)
        continue
      }
      var time = deadline.time
      if pthread_cond_timedwait(changed, mutex, &time) == ETIMEDOUT { return body(&value) }
    }
  }
}

/// A point of CLOCK_MONOTONIC, which nobody sets.
package struct Moment: Comparable, Sendable {
  let nanoseconds: Int64

  package static var now: Moment {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Moment(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  package static func < (a: Moment, b: Moment) -> Bool { a.nanoseconds < b.nanoseconds }

  package static func + (moment: Moment, milliseconds: Int64) -> Moment {
    Moment(nanoseconds: moment.nanoseconds + milliseconds * 1_000_000)
  }

  /// Seconds between two.
  static func - (late: Moment, early: Moment) -> Double {
    Double(late.nanoseconds - early.nanoseconds) / 1e9
  }

  var time: timespec {
    timespec(
      tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
  }
}
