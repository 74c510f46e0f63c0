import Glibc

/// A file could not be written; names it and the system's reason.
struct FileFailure: Error {
  let message: String
}

/// A file that is whole or not there: written beside its place, made durable, then renamed.
enum SavedFile {
  /// Says whether it took the place of another file.
  ///
  /// Throws `FileFailure`, also for a name that already belongs to a device or a pipe: a file would
  /// take its place.
  static func write(_ bytes: [UInt8], to path: String) throws -> Bool {
    var present = stat()
    let isThere = stat(path, &present) == 0
    guard !isThere || [S_IFREG, S_IFDIR].contains(present.st_mode & S_IFMT) else {
      throw FileFailure(message: "cannot write \(quoted(path)): it is no file")
    }
    let draft = "\(path).\(getpid()).part"
    let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(path) }
    do {
      defer { close(file) }
      try fill(file, bytes, path)
      guard fsync(file) == 0 else { throw failure(path) }
    } catch {
      unlink(draft)
      throw error
    }
    guard rename(draft, path) == 0 else {
      let failure = failure(path)
      unlink(draft)
      throw failure
    }
    settle(folder(of: path))
    return isThere
  }

  private static func fill(_ file: Int32, _ bytes: [UInt8], _ path: String) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        throw failure(path)
      }
    }
  }

  /// Whether the file would lie in this directory, whatever way the path goes there.
  fileprivate static func lies(_ path: String, in directory: String) -> Bool {
    var (target, own) = (stat(), stat())
    guard stat(folder(of: path), &target) == 0, stat(directory, &own) == 0 else { return false }
    return target.st_dev == own.st_dev && target.st_ino == own.st_ino
  }

  /// Makes the new name durable too; a file system that cannot has nothing better to offer.
  private static func settle(_ folder: String) {
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { return }
    fsync(directory)
    close(directory)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func failure(_ path: String) -> FileFailure {
    FileFailure(message: "cannot write \(quoted(path)): \(describe(errno: errno))")
  }
}

extension Desk {
  /// Throws where a file would lie among the studio's own: one slip of the hand there would put it where
  /// the operations are.
  func demandOutside(_ file: String) throws {
    guard !SavedFile.lies(file, in: call.directory(config)) else {
      throw UsageError("\(quoted(file)) is in the data directory; choose another place")
    }
  }

  /// Writes a file for people, and returns what there is to say of it.
  func save(_ bytes: [UInt8], to file: String) throws -> String? {
    try demandOutside(file)
    let replaced = try SavedFile.write(bytes, to: file)
    return replaced ? "the file that was there before is replaced" : nil
  }
}
