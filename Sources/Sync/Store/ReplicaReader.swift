import Domain
import SQLite
import Synchronization

/// Lends read connections to replica.db, one to a thread at a time; reads never wait for a write.
final class ReplicaReader: Sendable {
  /// A connection is no Sendable; the pool hands it to one thread at a time.
  private struct Lent: @unchecked Sendable {
    let connection: Connection
  }

  private let path: String
  private let idle = Mutex<[Lent]>([])

  /// More are opened where more threads read at once, and closed again afterwards.
  private static let kept = 2

  init(_ path: String) { self.path = path }

  /// Everything `body` reads is of one moment: it runs inside one read transaction.
  ///
  /// Throws `SQLiteError` (`cannotOpen` where the file is gone: the caller has it rebuilt), or what
  /// `body` throws. Not to be nested.
  func read<T>(_ body: (Connection) throws -> T) throws -> T {
    let lent = try take()
    let connection = lent.connection
    let result = try connection.transaction(.deferred) { try body(connection) }
    // After an error the connection is let go: whatever was wrong with it is gone too.
    idle.withLock { if $0.count < Self.kept { $0.append(lent) } }
    return result
  }

  /// A replaced or deleted file is left behind, and the one of that name now is opened.
  private func take() throws -> Lent {
    while let lent = idle.withLock({ $0.popLast() }) {
      if !lent.connection.wasReplaced { return lent }
    }
    return Lent(connection: try Connection(path, .init(readOnly: true, synchronous: .normal)))
  }

  func close() { idle.withLock { $0.removeAll() } }
}
