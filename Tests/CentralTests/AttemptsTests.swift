import Central
import Crypto
import Domain
import Glibc
import Support
import Testing
import Wire
import Zones

@Suite struct AttemptsTests {
  /// Leaves the file as a process does that dies while it decides.
  private func die(of operation: ID<Operation>, _ path: String) throws {
    _ = try Attempts(path)
    var bytes = operation.raw.bytes
    bytes += Bits128(hi: 0, lo: 1).bytes.suffix(8)
    let file = try #require(fopen(path, "r+"))
    defer { fclose(file) }
    #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
  }

  /// An operation of which the program died twice is parked, and the others go on; a mended program
  /// decides it.
  @Test func whatKilledTheProgramTwiceIsParked() throws {
    let directory = TemporaryDirectory()
    let path = directory.path + "/attempts"
    let store = try SQLiteAuthorityStore(":memory:", zones: TZifTree())
    let town = try Town(store)
    let desk = try town.enrol()
    let written = try (0..<3).map { try desk.write(DefineService(name: "S\($0)", type: "x")) }
    let other = ID<Operation>(Bits128(hi: 5, lo: 5))
    for dead in [written[1].id, other, written[1].id] { try die(of: dead, path) }

    let next = Authority(store, attempts: try Attempts(path))
    let answer = try #require(
      try next.exchange(
        [desk.request(written.map(\.bytes), after: Chain.start)], at: town.milliseconds
      ).first)
    #expect(answer.outcomes.map(\.outcome.state) == [.applied, .parked, .applied])
    #expect(try store.parked(.died).map(\.operation) == [written[1].id])
    #expect(try next.retryParked(at: town.now) == 0)
    #expect(try Authority(store).retryParked(died: true, at: town.now) == 1)
    let known = try #require(try store.known(written[1].id))
    #expect(known.verdict.outcome.state == .applied)
    #expect(known.verdict.sequence == (try store.sequence()))
  }
}
