import Domain
import Glibc
import SQLite
import Zones

/// Finds, opens and makes the file replica.db; nothing in it is precious.
struct ReplicaFile {
  private let directory: DataDirectory
  private let log: OperationLog

  init(_ directory: DataDirectory, _ log: OperationLog) {
    self.directory = directory
    self.log = log
  }

  /// The replica as it is, or a new one where it is missing, of another schema, or damaged.
  func open() throws -> Replica {
    guard Files.exists(directory.replica) else { return try rebuild() }
    do {
      return try Replica(opening: directory.replica, zones: .shared)
    } catch is Replica.OtherSchema {
      return try rebuild()
    } catch  where StoreError.isDamage(error) {
      return try replaceDamaged()
    }
  }

  func replaceDamaged() throws -> Replica {
    try Files.moveDatabase(directory.replica, to: directory.asideName(for: directory.replica))
    return try rebuild()
  }

  /// Keeps aside, under a name that doctor knows, rows whose last operations the log has not.
  func replaceAhead(by count: Int64) throws -> Replica {
    try Files.moveDatabase(directory.replica, to: directory.aheadName(count))
    return try rebuild()
  }

  /// Decides all stored operations again in a file beside, and puts that in its place.
  ///
  /// Those that were parked too: another version of the program may be able to. A file left beside
  /// tells that the last try broke off, perhaps by one of them.
  func rebuild() throws -> Replica {
    let beside = directory.replica + ".build"
    if !Files.exists(beside) {
      try log.unpark()
      Files.remove(directory.attempt)
    }
    try build(beside)
    // The name goes before the WAL: a reader that comes now finds nothing and waits for the lock.
    try Files.moveDatabase(directory.replica, to: nil)
    guard rename(beside, directory.replica) == 0 else {
      throw FileError("rename", directory.replica)
    }
    try Files.moveDatabase(beside, to: nil)
    return try Replica(opening: directory.replica, zones: .shared)
  }

  /// A whole replica under another name; doctor compares its digests.
  func build(_ path: String) throws {
    try Files.moveDatabase(path, to: nil)
    let replica = try Replica(making: path, zones: .shared)
    try Replay(log, into: replica, directory).run(after: 0) {
      try replica.connection.checkpoint(.restart)
    }
    try replica.connection.exec("PRAGMA synchronous = NORMAL")
    try replica.connection.checkpoint(.truncate)
    replica.connection.close()
  }
}

extension TZifTree {
  /// Debian's tree, each zone read once for the process.
  static let shared = TZifTree()
}
