package import Crypto
import Domain
import Glibc
import SQLite
import Wire

/// A device that the authority has shut out: what it could not deliver is locked for the authority
/// alone, and then everything that it had of people goes.
///
/// First the locked file, then the mark, then the rest: whoever opens the directory after a power cut
/// goes on from there. Until the mark nothing is lost, and after it nothing readable is needed.
package struct Leaving {
  let log: OperationLog
  let place: Place

  /// Where the device's files are.
  package struct Place {
    let key: () throws -> SigningKey
    /// Durable when it returns.
    let keepLocked: ([UInt8]) throws -> Void
    let wipeRows: () throws -> Void
    /// The last, when what they are made of holds nothing of people any more.
    let wipeCopies: () throws -> Void

    package init(
      key: @escaping () throws -> SigningKey, keepLocked: @escaping ([UInt8]) throws -> Void,
      wipeRows: @escaping () throws -> Void, wipeCopies: @escaping () throws -> Void
    ) {
      self.key = key
      self.keepLocked = keepLocked
      self.wipeRows = wipeRows
      self.wipeCopies = wipeCopies
    }
  }

  package init(_ log: OperationLog, _ place: Place) {
    self.log = log
    self.place = place
  }

  /// The caller holds the directory's lock. Throws what the disk does, with nothing given up.
  package func begin() throws {
    guard try !log.isShutOut else { return }
    let rows = try lockUndelivered()
    try log.markShutOut(undelivered: rows)
  }

  private func lockUndelivered() throws -> Int {
    guard let membership = try log.membership() else { return 0 }
    let (rows, file) = try log.outbox(signedBy: try place.key())
    guard rows > 0 else { return 0 }
    let box = try SealedBox.seal(file, to: membership.boxKey.bytes)
    try place.keepLocked(try OutboxFile.sealed(box, by: log.identity.device))
    return rows
  }

  /// Whatever is left of people; to be repeated until it comes to its end.
  package func wipe() throws {
    try place.wipeRows()
    try log.wipe()
    try place.wipeCopies()
  }
}

extension Leaving {
  init(_ log: OperationLog, in directory: DataDirectory) {
    self.init(
      log,
      Place {
        try Secrets(in: directory).device
      } keepLocked: {
        try Files.write($0, to: directory.undelivered(by: log.identity.device), durable: true)
      } wipeRows: {
        for name in Files.names(in: directory.path) where Self.goes(name) {
          Files.erase(directory.path + "/" + name)
        }
      } wipeCopies: {
        try Copies.remove(in: directory)
        try Files.syncNames(beside: directory.operations)
      })
  }

  private static func goes(_ name: String) -> Bool {
    // Of operations.db only the copies: it says itself who this device was.
    name.hasPrefix("replica.db") || name.hasPrefix("operations.db.") || name == "verifier.key"
      || name == "code.key" || name == "token" || name.hasPrefix("names.db")
  }

  /// What happened, and what to do with what is left.
  func told(in directory: DataDirectory) -> StoreError {
    let count = (try? log.undeliveredAtTheEnd()) ?? 0
    let left =
      count == 0
      ? "Everything that was typed here had been delivered."
      : "\(count.counted("operation")) that had not been delivered \(count == 1 ? "is" : "are") locked in "
        + "\(directory.undelivered(by: log.identity.device)): bring that file to the authority, which "
        + "alone can open it (desk-central outbox import FILE, or desk outbox import FILE beside it)."
    return StoreError(
      .shutOut,
      "This device was shut out of the studio, and its copy of people and bookings is deleted. "
        + "\(left) A manager can let it in again: desk enroll URL CODE.")
  }
}

extension OperationLog {
  private static let mark = "shutOut"

  package var isShutOut: Bool { get throws { try connection.meta(Self.mark) != nil } }

  func markShutOut(undelivered count: Int) throws {
    try connection.setMeta(Self.mark, Array(String(count).utf8))
  }

  func undeliveredAtTheEnd() throws -> Int {
    try connection.meta(Self.mark).flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
  }

  /// Takes out what was typed; the chain of hashes stays, and says what had been there.
  fileprivate func wipe() throws {
    try connection.exec("PRAGMA secure_delete = ON")
    try connection.atomically {
      try connection.exec(
        """
        DELETE FROM payloads; DELETE FROM carried; DELETE FROM uses;
        UPDATE receipts SET results = NULL; UPDATE outcomes SET results = NULL
        """)
    }
    try connection.exec("VACUUM")
    try connection.checkpoint(.truncate)
  }
}

extension DeskWriter {
  /// The authority has said that this device counts no more. Throws `StoreError.shutOut` at its end.
  func leave() throws {
    let leaving = Leaving(log, in: directory)
    try leaving.begin()
    replica.connection.close()
    try leaving.wipe()
    throw leaving.told(in: directory)
  }
}
