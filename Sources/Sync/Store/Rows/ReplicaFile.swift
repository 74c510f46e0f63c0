import Domain
import Glibc
import SQLite
import Zones

/// Finds, opens and makes the file replica.db; nothing in it is precious.
struct ReplicaFile {
  /// Brings what the authority says into a replica that is being made.
  typealias Fill = (DeviceStore) throws -> Void

  private let directory: DataDirectory
  private let log: OperationLog
  private let attempts: Attempts
  private let keyed: Facts.Keyed

  init(
    _ directory: DataDirectory, _ log: OperationLog, _ attempts: Attempts,
    keyed: @escaping Facts.Keyed
  ) {
    self.directory = directory
    self.log = log
    self.attempts = attempts
    self.keyed = keyed
  }

  /// The replica as it is, or a new one where it is missing, of another schema, or damaged.
  func open(_ fill: Fill) throws -> Replica {
    guard Files.exists(directory.replica) else { return try rebuild(fill) }
    do {
      return try Replica(opening: directory.replica, zones: .shared, keyed: keyed)
    } catch is Replica.OtherSchema {
      return try rebuild(fill)
    } catch  where StoreError.isDamage(error) {
      return try replaceDamaged(fill)
    }
  }

  func replaceDamaged(_ fill: Fill) throws -> Replica {
    try Files.moveDatabase(directory.replica, to: directory.asideName(for: directory.replica))
    return try rebuild(fill)
  }

  /// Keeps aside, under a name that doctor knows, rows whose last operations the log has not.
  func replaceAhead(by count: Int64, _ fill: Fill) throws -> Replica {
    try Files.moveDatabase(directory.replica, to: directory.aheadName(count))
    return try rebuild(fill)
  }

  /// Makes the rows anew in a file beside, and puts that in its place.
  ///
  /// Those that were parked are tried too: another version of the program may be able to. A file left
  /// beside tells that the last try broke off, perhaps by one of them.
  func rebuild(_ fill: Fill) throws -> Replica {
    if let restored = try restored() { return restored }
    let beside = directory.replica + ".build"
    if !Files.exists(beside) {
      try log.unpark()
      Files.remove(directory.attempt)
    }
    try build(beside, fill)
    return try put(beside)
  }

  /// The hourly copy with the operations since, which needs no line; nil where there is none, or none
  /// that fits.
  private func restored() throws -> Replica? {
    let copy = directory.copies + "/replica.db"
    let beside = directory.replica + ".restored"
    // Beside its authority a desk makes its rows from that.
    guard try log.membership() != nil, Files.exists(copy) else { return nil }
    try Files.moveDatabase(beside, to: nil)
    do {
      let source = try Connection(copy, .init(readOnly: true, synchronous: .normal))
      defer { source.close() }
      guard try source.problems(.quick).isEmpty else { return nil }
      try source.backup(to: beside)
      let replica = try Replica(opening: beside, zones: .shared, keyed: keyed)
      defer { replica.connection.close() }
      let state = try replica.state()
      guard try state.applied <= log.refresh() else { return nil }
      // Whatever was refused or decided since stands in the copy as it was believed then.
      let device = DeviceStore(log, replica, attempts: attempts)
      guard try device.rebase(CollectedRows(from: state.cursor)) else { return nil }
      try replica.connection.checkpoint(.truncate)
    } catch is Replica.OtherSchema {
      return nil
    } catch  where StoreError.isDamage(error) {
      return nil
    }
    return try put(beside)
  }

  /// A copy that is being made from the authority's first row on, beside the one in use; what an
  /// earlier program left is gone on with.
  func beginSide() throws -> Replica {
    let path = directory.replica + ".new"
    if Files.exists(path), let begun = try? Replica(opening: path, zones: .shared, keyed: keyed) {
      return begun
    }
    try Files.moveDatabase(path, to: nil)
    return try Replica(making: path, zones: .shared, keyed: keyed)
  }

  /// Puts such a copy in the place of the one in use.
  func putSide(_ side: Replica) throws -> Replica {
    try side.connection.exec("PRAGMA synchronous = NORMAL")
    try side.connection.checkpoint(.truncate)
    side.connection.close()
    return try put(directory.replica + ".new")
  }

  private func put(_ beside: String) throws -> Replica {
    // The name goes before the WAL: a reader that comes now finds nothing and waits for the lock.
    try Files.moveDatabase(directory.replica, to: nil)
    guard rename(beside, directory.replica) == 0 else {
      throw FileError("rename", directory.replica)
    }
    try Files.moveDatabase(beside, to: nil)
    return try Replica(opening: directory.replica, zones: .shared, keyed: keyed)
  }

  /// A whole replica under another name; doctor compares its digests.
  func build(_ path: String, _ fill: Fill) throws {
    try Files.moveDatabase(path, to: nil)
    let replica = try Replica(making: path, zones: .shared, keyed: keyed)
    let device = DeviceStore(log, replica, attempts: attempts)
    try fill(device)
    _ = try device.catchUp { try replica.connection.checkpoint(.restart) }
    try replica.connection.exec("PRAGMA synchronous = NORMAL")
    try replica.connection.checkpoint(.truncate)
    replica.connection.close()
  }
}

extension TZifTree {
  /// Debian's tree, each zone read once for the process.
  static let shared = TZifTree()
}
