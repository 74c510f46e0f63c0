import Domain
import Glibc
import SQLite

/// The count of wrong PINs on disk, so that it survives a restart; its `flock` is held meanwhile.
///
/// One block that is always there and written in place: a disk that is full takes no new block, and
/// staff must come in to make room. It runs on the machine's clock, which no command sets. Whoever
/// deletes it starts the count anew; that takes the rights of the directory's owner, who can read
/// every row without a PIN.
struct ThrottleFile {
  private let path: String

  init(_ path: String) { self.path = path }

  /// Takes the block while there is room; what is there and whole stays.
  func reserve() throws(FileError) {
    if Files.size(path) != SignInThrottle.size { try write(SignInThrottle()) }
  }

  /// As it counts at this moment: where the clock was set back, that is kept first.
  func read(at now: Instant) throws(FileError) -> SignInThrottle {
    var throttle = SignInThrottle(bytes: try Files.read(path) ?? [])
    if throttle.meet(now) { try write(throttle) }
    return throttle
  }

  func write(_ throttle: SignInThrottle) throws(FileError) {
    let file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw FileError("open", path) }
    defer { close(file) }
    let bytes = throttle.bytes
    while pwrite(file, bytes, bytes.count, 0) != bytes.count {
      guard errno == EINTR else { throw FileError("write", path) }
    }
  }
}
