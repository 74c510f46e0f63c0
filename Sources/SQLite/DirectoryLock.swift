import Glibc
import Synchronization

/// Nobody let go of the data directory in time.
package struct LockTimeout: Error, Hashable, CustomStringConvertible {
  package let path: String

  package var description: String { "another process has held \(path) for too long" }
}

/// One writer at a time over all processes and threads of a data directory.
///
/// It is `flock` and not `fcntl`, whose locks vanish when any descriptor of the file is closed; the
/// mutex is needed besides, since one descriptor's `flock` does not exclude its own process. Both are
/// polled, because neither can be waited for with a deadline. Not re-entrant: the inner call ends in
/// `LockTimeout`.
package final class DirectoryLock: Sendable {
  package let path: String
  private let descriptor: Mutex<Int32>

  /// Makes the lock file with mode 0600 where it is missing.
  package init(_ path: String) throws(FileError) {
    self.path = path
    descriptor = Mutex(try Self.open(path))
  }

  deinit { descriptor.withLock { _ = close($0) } }

  /// Throws `LockTimeout` when the time is over, `FileError`, or what `body` throws. A timeout of
  /// zero tries once.
  package func withLock<Result>(timeout: Duration, _ body: () throws -> Result) throws -> Result {
    let deadline = ContinuousClock.now + timeout
    var pause: UInt32 = 200
    while true {
      var result: Result?
      try descriptor.withLockIfAvailable { descriptor in
        guard try acquire(&descriptor) else { return }
        defer { flock(descriptor, LOCK_UN) }
        result = try body()
      }
      if let result { return result }
      guard ContinuousClock.now < deadline else { throw LockTimeout(path: path) }
      usleep(pause)
      pause = min(pause * 2, 5_000)
    }
  }

  /// Takes the file's lock if it is free, on the file that has the name now: a data directory that
  /// was replaced must not be guarded by the lock of the old one.
  private func acquire(_ descriptor: inout Int32) throws(FileError) -> Bool {
    while flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
      let held = try FileIdentity(descriptor: descriptor, path: path)
      if (try? FileIdentity(path: path)) == held { return true }
      let reopened = try Self.open(path)
      close(descriptor)
      descriptor = reopened
    }
    guard errno == EWOULDBLOCK || errno == EINTR else { throw FileError("flock", path) }
    return false
  }

  private static func open(_ path: String) throws(FileError) -> Int32 {
    let descriptor = Glibc.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError("open", path) }
    return descriptor
  }
}
