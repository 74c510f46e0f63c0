import Central
import Glibc
import SQLite

/// Where this process remembers what it decides, among several that serve the same organization.
enum AttemptsPlace {
  /// The first file that no living process has; one that died leaves its own to the next. Held until
  /// the process ends.
  static func take(_ path: String) throws -> Attempts {
    try Folder.make(of: path)
    var number = 1
    while true {
      let place = "\(path).\(number)"
      let file = open(place, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
      guard file >= 0 else { throw FileError("open", place) }
      if flock(file, LOCK_EX | LOCK_NB) == 0 { return try Attempts(place) }
      close(file)
      number += 1
    }
  }
}
