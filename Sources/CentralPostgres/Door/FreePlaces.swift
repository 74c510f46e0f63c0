import Glibc

/// Counts what is free, and lets threads wait until something is, by a clock that nobody sets.
final class FreePlaces: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let freed: UnsafeMutablePointer<pthread_cond_t>
  private var free: Int

  init(_ count: Int) {
    free = count
    lock = .allocate(capacity: 1)
    freed = .allocate(capacity: 1)
    pthread_mutex_init(lock, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(freed, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(freed)
    pthread_mutex_destroy(lock)
    freed.deallocate()
    lock.deallocate()
  }

  /// False where nothing came free in so many milliseconds.
  func take(within milliseconds: Int) -> Bool {
    var until = timespec()
    clock_gettime(CLOCK_MONOTONIC, &until)
    let nanoseconds = until.tv_nsec + milliseconds % 1_000 * 1_000_000
    until.tv_sec += milliseconds / 1_000 + nanoseconds / 1_000_000_000
    until.tv_nsec = nanoseconds % 1_000_000_000
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while free == 0 {
      if pthread_cond_timedwait(freed, lock, &until) == ETIMEDOUT { return false }
    }
    free -= 1
    return true
  }

  func giveBack() {
    pthread_mutex_lock(lock)
    free += 1
    pthread_cond_signal(freed)
    pthread_mutex_unlock(lock)
  }

  var count: Int {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return free
  }
}
