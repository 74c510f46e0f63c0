import Domain
import SQLite
import Synchronization

/// Lends read connections to one database, each to one thread at a time; reads never wait for a write.
final class ReadPool: Sendable {
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
    do {
      let result = try connection.transaction(.deferred) { try body(connection) }
      giveBack(lent)
      return result
    } catch {
      // After an error of SQLite's the connection is let go: what was wrong with it is gone too.
      if !(error is SQLiteError) { giveBack(lent) }
      throw error
    }
  }

  /// A replaced or deleted file is left behind, and the one of that name now is opened.
  private func take() throws -> Lent {
    while let lent = idle.withLock({ $0.popLast() }) {
      if !lent.connection.wasReplaced { return lent }
    }
    return Lent(connection: try Connection(path, .init(readOnly: true, synchronous: .normal)))
  }

  private func giveBack(_ lent: Lent) {
    idle.withLock { if $0.count < Self.kept { $0.append(lent) } }
  }

  func close() { idle.withLock { $0.removeAll() } }
}
