import Glibc

/// Reads the file that somebody brought along; `-` is standard input.
enum BroughtFile {
  /// Bytes: more than any studio has, and still well inside the memory of a desk.
  private static let most = 512 << 20
  /// Milliseconds in which somebody begins to write into a pipe, or nobody does.
  private static let patience: Int32 = 2_000

  /// Throws `UsageError` for what cannot be read, and for what is too large with what to do about it.
  static func read(_ path: String, most: Int = most, tooLarge: String = "split it") throws
    -> [UInt8]
  {
    let file = path == "-" ? STDIN_FILENO : try opened(path)
    defer { if file != STDIN_FILENO { close(file) } }
    let large = UsageError("\(quoted(path)) is larger than \(most >> 20) MB: \(tooLarge)")
    var status = stat()
    if fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > most {
      throw large
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path)
      }
      guard bytes.count + count <= most else { throw large }
      bytes += buffer[..<count]
    }
  }

  /// A pipe into which nobody ever writes would be waited for without an end.
  private static func opened(_ path: String) throws -> Int32 {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw failure(path) }
    var waited = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
    guard poll(&waited, 1, patience) != 0 else {
      close(file)
      throw UsageError("nobody writes into \(quoted(path)), which is a pipe: name a file")
    }
    _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) & ~O_NONBLOCK)
    return file
  }

  private static func failure(_ path: String) -> UsageError {
    UsageError("cannot read \(quoted(path)): \(describe(errno: errno))")
  }
}
