import Domain
import Glibc
package import SQLite

/// Which operation is being decided, where the next process finds it: a rule that traps takes this one
/// with it, and would take every later one.
///
/// A few bytes of a file, written without a sync: a trap leaves the machine up. They name something
/// only while an operation is being decided: who is killed from outside at any other moment counts for
/// nothing. So operations may share a commit, and the one that died is known all the same.
package final class Attempts: Sendable {
  private static let enough = 2

  private let path: String?
  private let file: Int32
  /// Those of which a process died, the latest first.
  private let deaths: [Death]

  fileprivate struct Death {
    var operation: ID<Operation>
    var count: UInt64
    static let size = 24
    /// So many are remembered.
    static let most = 15
  }

  /// For a store that lives no longer than the process: nothing is counted.
  package init() {
    path = nil
    file = -1
    deaths = []
  }

  /// Counts for the operation that the file names, where the last process died of one.
  package init(_ path: String) throws(FileError) {
    let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw FileError("open", path) }
    var bytes = [UInt8](repeating: 0, count: Death.size * (Death.most + 1))
    guard pread(file, &bytes, bytes.count, 0) >= 0 else { throw FileError("read", path) }
    var found = (1...Death.most).compactMap { Death(bytes, at: $0) }
    // The first place is that of the operation being decided, and empty between two.
    if var last = Death(bytes, at: 0) {
      last.count += found.first { $0.operation == last.operation }?.count ?? 0
      found.removeAll { $0.operation == last.operation }
      found = [last] + found.prefix(Death.most - 1)
    }
    self.path = path
    self.file = file
    deaths = found
    bytes = Self.nothing
    for death in found { bytes += death.bytes }
    bytes += [UInt8](repeating: 0, count: Death.size * (Death.most - found.count))
    try write(bytes)
  }

  deinit { if file >= 0 { close(file) } }

  /// Runs `decide` while the file names the operation; nil where enough processes died of it.
  func at<Result>(
    _ operation: ID<Operation>, _ decide: () throws -> Result
  ) throws -> Result? {
    if deaths.contains(where: { $0.operation == operation && $0.count >= Self.enough }) {
      return nil
    }
    guard path != nil else { return try decide() }
    try write(Death(operation: operation, count: 1).bytes)
    let result = Swift.Result { try decide() }
    try write(Self.nothing)
    return try result.get()
  }

  private static let nothing = [UInt8](repeating: 0, count: Death.size)

  private func write(_ bytes: [UInt8]) throws(FileError) {
    guard let path else { return }
    guard pwrite(file, bytes, bytes.count, 0) == bytes.count else {
      throw FileError("write", path)
    }
  }
}

extension Attempts.Death {
  /// The operation's id, then the count, most significant byte first.
  fileprivate var bytes: [UInt8] {
    operation.raw.bytes + Bits128(hi: 0, lo: count).bytes.suffix(8)
  }

  fileprivate init?(_ bytes: [UInt8], at place: Int) {
    let start = place * Self.size
    guard let id = Bits128(bytes: bytes[start..<start + 16]) else { return nil }
    operation = ID(id)
    count = bytes[start + 16..<start + Self.size].reduce(0) { $0 << 8 | UInt64($1) }
    if count == 0 { return nil }
  }
}
