import Glibc

/// Reads the file that somebody brought along; `-` is standard input.
enum BroughtFile {
  /// More than any studio has, and still well inside the memory of a desk.
  private static let limit = 512 << 20

  /// Throws `UsageError` for what cannot be read or is too large.
  static func read(_ path: String) throws -> [UInt8] {
    let file = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(path) }
    defer { if file != STDIN_FILENO { close(file) } }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path)
      }
      guard bytes.count + count <= limit else {
        throw UsageError("\(quoted(path)) is larger than 512 MB: split it")
      }
      bytes += buffer[..<count]
    }
  }

  private static func failure(_ path: String) -> UsageError {
    UsageError("cannot read \(quoted(path)): \(describe(errno: errno))")
  }
}
