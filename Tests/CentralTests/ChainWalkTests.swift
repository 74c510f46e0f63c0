import Central
import SQLite
import Support
import Testing
import Wire

/// Whatever is changed of an operation behind the authority's back, `doctor` tells.
@Suite struct ChainWalkTests {
  static let middle = "(SELECT id FROM arrivals WHERE seq = 7)"

  @Test(arguments: [
    "UPDATE operations SET header = zeroblob(40) WHERE id = \(middle)",
    "UPDATE operations SET payload = x'7B7D' WHERE id = \(middle)",
    "UPDATE operations SET payload = x'7B7D', payloadHash = zeroblob(32) WHERE id = \(middle)",
    "DELETE FROM operations WHERE id = \(middle)",
    "UPDATE arrivals SET hash = zeroblob(32) WHERE seq = 7",
    "UPDATE arrivals SET id = (SELECT id FROM arrivals WHERE seq = 8) WHERE seq = 7",
    "DELETE FROM arrivals WHERE seq = 7",
    "DELETE FROM arrivals WHERE seq = 1",
  ])
  func damageIsTold(_ damage: String) throws {
    let life = try DeskLife(seed: 2, acts: 8)
    let authority = try life.authority()
    #expect(try life.send(0..<life.arrivals.count, to: authority).stop == nil)
    #expect(try authority.store.problems() == [])
    let other = try Connection(life.directory.path + "/other.db", .init())
    try other.exec(damage)
    other.close()
    #expect(try authority.store.problems().count == 1)
  }

  /// Payloads of old operations may go: the hash stays.
  @Test func anOldPayloadMayBeGone() throws {
    let life = try DeskLife(seed: 2, acts: 8)
    let authority = try life.authority()
    #expect(try life.send(0..<life.arrivals.count, to: authority).stop == nil)
    let other = try Connection(life.directory.path + "/other.db", .init())
    try other.exec("UPDATE operations SET payload = NULL")
    other.close()
    #expect(try authority.store.problems() == [])
  }
}
