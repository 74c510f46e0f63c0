import FoundationEssentials
import Glibc
import Support
import Sync
import Testing

/// A device that was shut out, and lost its power before it had given up everything.
struct LeavingTests {
  @Test func whoeverOpensItGoesOn() throws {
    let studio = try TrialStudio()
    for name in ["Naledi", "Pieter"] { try studio.member(name) }
    // What lay beside: rows set aside, copies.
    try studio.store.close()
    #expect(mkdir(studio.file("copies"), 0o700) == 0)
    for name in [
      "replica.db.damaged-1", "operations.db.damaged-1", "copies/replica.db", "token",
      "undelivered-x.sealed",
    ] {
      try Data("Naledi".utf8).write(to: URL(filePath: studio.file(name)))
    }
    let before = try studio.number("operations.db", "SELECT count(*) FROM operations")
    try studio.change("operations.db", "INSERT INTO meta VALUES('shutOut', CAST('2' AS BLOB))")
    for _ in 0..<2 {
      let error = #expect(throws: StoreError.self) { try studio.opened() }
      #expect(error?.code == .shutOut && error?.message.contains("2 operations") ?? false)
    }
    for name in [
      "replica.db", "replica.db-wal", "replica.db.damaged-1", "operations.db.damaged-1",
      "copies/replica.db", "token",
    ] {
      #expect(access(studio.file(name), F_OK) != 0, "\(name)")
    }
    // What is locked for the authority stays, and the chain, which names nobody.
    #expect(access(studio.file("undelivered-x.sealed"), F_OK) == 0)
    #expect(try studio.number("operations.db", "SELECT count(*) FROM operations") == before)
    #expect(try studio.number("operations.db", "SELECT count(*) FROM payloads") == 0)
    for name in ["operations.db", "operations.db-wal"] {
      guard let bytes = try? Data(contentsOf: URL(filePath: studio.file(name))) else { continue }
      for word in ["Naledi", "Pieter"] {
        #expect(bytes.firstRange(of: Data(word.utf8)) == nil, "\(word) in \(name)")
      }
    }
  }

  /// A store that is open meanwhile does nothing any more.
  @Test func whoHasItOpenStops() throws {
    let studio = try TrialStudio()
    try studio.member("Naledi")
    try studio.change("operations.db", "INSERT INTO meta VALUES('shutOut', CAST('0' AS BLOB))")
    let error = #expect(throws: StoreError.self) { try studio.member("Pieter") }
    #expect(error?.code == .shutOut && error?.message.contains("had been delivered") ?? false)
    #expect(throws: StoreError.self) { try studio.store.lineStatus() }
    #expect(access(studio.file("replica.db"), F_OK) != 0)
  }
}
