import CentralPostgres
import Domain
import Glibc
import Support
import Synchronization
import Testing

@Suite struct PoolTests {
  private let base: TestDatabase

  init() throws { base = try TestDatabase.shared.get() }

  private var address: String { base.server.address(as: "service", "central") }

  private static func process(_ link: Link) throws -> String {
    try link.run("SELECT pg_backend_pid()::text")[0].text(0)
  }

  @Test func aLinkIsUsedAgainUnlessItBroke() throws {
    let pool = Pool(address, size: 2)
    let first = try pool.lend { try Self.process($0) }
    #expect(try pool.lend { try Self.process($0) } == first)
    #expect(throws: PostgresError.self) { try pool.lend { try $0.run("SELECT no_such_thing") } }
    #expect(try pool.lend { try Self.process($0) } != first)
    #expect(pool.lentOut == 0)
  }

  /// What the server ended meanwhile is found out before anything is asked of it.
  @Test func aLinkThatBrokeWhileNobodyUsedItIsReplaced() throws {
    let pool = Pool(address, size: 3)
    let processes = try pool.lend { one in
      try pool.lend { two in [try Self.process(one), try Self.process(two)] }
    }
    for process in processes {
      try Link(base.server.address(as: "postgres")).run("SELECT pg_terminate_backend(\(process))")
    }
    let now = try pool.lend(beginning: { try $0.run("SELECT 1") }, { try Self.process($0) })
    #expect(!processes.contains(now))
  }

  @Test func moreThanItsSizeWait() throws {
    let pool = Pool(address, size: 1, patience: 50)
    let none = PostgresError(.unavailable, at: "pool")
    try pool.lend { _ in
      #expect(throws: none) { try pool.lend { _ in } }
      #expect(pool.lentOut == 1)
    }
    try pool.lend { _ in }
  }

  @Test func whereThereIsNoServerItSaysSo() throws {
    let nowhere = TemporaryDirectory()
    let pool = Pool("host=\(nowhere.path) user=nobody", size: 1, patience: 100)
    let error = #expect(throws: PostgresError.self) { try pool.lend { _ in } }
    #expect(error?.code == .unavailable)
    #expect(pool.lentOut == 0)
  }

  private final class Lent: Sendable {
    let processes = Mutex<Set<String>>([])
  }

  /// Something takes the connection and never says a word: a server that hangs, or a line that does.
  @Test func whoNeverAnswersIsGivenUp() throws {
    let silent = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(silent) }
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isOpen = withUnsafeMutablePointer(to: &place) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        bind(silent, place, size) == 0 && listen(silent, 8) == 0
          && getsockname(silent, place, &size) == 0
      }
    }
    try #require(isOpen)
    let address = "postgres://service@127.0.0.1:\(UInt16(bigEndian: place.sin_port))/central"
    let began = ContinuousClock.now
    #expect(throws: PostgresError.self) { try Pool(address, size: 1).lend { _ in } }
    #expect(ContinuousClock.now - began < .seconds(60), "libpq by itself waits for ever")
  }

  @Test func threadsNeverShareALink() throws {
    let pool = Pool(address, size: 3)
    let lent = Lent()
    try onThreads(
      (0..<12).map { _ in
        {
          for _ in 0..<20 {
            try pool.lend { link in
              let process = try Self.process(link)
              #expect(lent.processes.withLock { $0.insert(process).inserted })
              _ = try link.run("SELECT pg_sleep(0.001)")
              lent.processes.withLock { _ = $0.remove(process) }
            }
          }
        }
      })
  }
}
