import FoundationEssentials
import Glibc
import SQLite
import Support
import Sync
import Testing

/// What a test does to the files of a data directory behind the store's back.
extension TrialStudio {
  func file(_ name: String) -> String { directory.file(name) }

  /// The replica as it stands on disk, to be put back later: a crash before the rows were written.
  func replicaBytes() throws -> [String: Data] {
    try ["", "-wal"].reduce(into: [:]) { files, suffix in
      files["replica.db" + suffix] = try Data(
        contentsOf: URL(filePath: file("replica.db" + suffix)))
    }
  }

  func putBack(_ files: [String: Data]) throws {
    unlink(file("replica.db-shm"))
    for (name, bytes) in files { try bytes.write(to: URL(filePath: file(name))) }
  }

  /// Writes nonsense over a part of a database whose WAL is empty.
  func damage(_ name: String, at offset: Int, count: Int) {
    unlink(file(name + "-wal"))
    let descriptor = open(file(name), O_WRONLY)
    let nonsense = [UInt8](repeating: 0xA5, count: count)
    #expect(pwrite(descriptor, nonsense, count, offset) == count)
    close(descriptor)
  }

  /// What a process leaves that died.
  func stopUncleanly() throws {
    try Data().write(to: URL(filePath: file("running/1-died")))
  }

  /// The first integer that a query on one of the databases answers.
  func number(_ name: String, _ sql: String) throws -> Int64 {
    let connection = try Connection(file(name), .init(readOnly: true))
    defer { connection.close() }
    return try #require(try connection.first(sql) { $0.int(0) })
  }

  func change(_ name: String, _ sql: String) throws {
    let connection = try Connection(file(name))
    defer { connection.close() }
    try connection.exec(sql)
  }
}

/// All findings of doctor are good; says which is not.
func expectHealth(_ store: DeskStore, sourceLocation: SourceLocation = #_sourceLocation) throws {
  for check in try store.checks() {
    #expect(check.ok, "\(check.name): \(check.detail)", sourceLocation: sourceLocation)
  }
}
