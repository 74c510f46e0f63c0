import Glibc

/// Milliseconds that only run forward, whatever happens to the wall clock.
package enum TerminalClock {
  package static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
