import Glibc

/// A system call on a file of the data directory that failed, with its errno.
package struct FileError: Error, Hashable, CustomStringConvertible {
  package let call: String
  package let path: String
  package let code: Int32

  package init(_ call: String, _ path: String, code: Int32 = errno) {
    self.call = call
    self.path = path
    self.code = code
  }

  package var description: String { "\(call) \(path): \(String(cString: strerror(code)))" }
}

/// Device and inode: tells a file from another one that took its name.
package struct FileIdentity: Hashable, Sendable {
  package let device: UInt64
  package let inode: UInt64

  /// Throws `FileError` (ENOENT where the name is free).
  package init(path: String) throws(FileError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError("stat", path) }
    self.init(status)
  }

  init(descriptor: Int32, path: String) throws(FileError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError("fstat", path) }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }
}

/// Creates an empty file of mode 0600 unless the name is taken. A file that exists is not touched:
/// opening and closing it would drop the fcntl locks which SQLite holds on it in this process.
func createPrivate(_ path: String) throws(FileError) {
  let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
  if descriptor >= 0 {
    close(descriptor)
  } else if errno != EEXIST {
    throw FileError("create", path)
  }
}

/// Flushes a file, or a directory's names, to the disk.
func synchronize(_ path: String) throws(FileError) {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw FileError("open", path) }
  defer { close(descriptor) }
  guard fsync(descriptor) == 0 else { throw FileError("fsync", path) }
}
