import Central
import CentralPostgres
import Domain
import Glibc
import Support
import Synchronization
import Testing
import Wire
import Zones

/// A server that dies at any moment, and comes back: nothing is lost, and nothing is done twice.
@Suite struct RestartTests {
  /// Two desks send without pause while the server is killed under them, and repeat what got no
  /// answer.
  @Test(arguments: [PostgresServer.End.immediate, .killed])
  func nothingIsLostOrDoubled(how: PostgresServer.End) throws {
    let server = try PostgresServer("fsync=off")
    try server.migrate()
    let pool = Pool(server.address(as: "service", "central"), size: 4, patience: 10_000)
    let progress = Progress()

    let desks = (1...2 as ClosedRange<UInt64>).map { desk in
      { @Sendable in
        defer { progress.state.withLock { $0.ended += 1 } }
        try live(desk, pool, progress)
      }
    }
    try onThreads(
      desks + [
        {
          for kills in 1...4 {
            let seen = progress.state.withLock { $0.batches }
            while progress.state.withLock({ $0.batches < seen + 6 && $0.ended == 0 }) {
              usleep(200)
            }
            if progress.state.withLock({ $0.ended > 0 }) { break }
            // At some moment of a batch, which of them chance tells.
            usleep(UInt32.random(in: 0...3_000))
            server.end(how)
            progress.state.withLock { $0.kills = kills }
            try server.start()
          }
        }
      ])
    #expect(progress.state.withLock { $0.kills } >= 2, "too tame: it was hardly ever killed")
    #expect(progress.state.withLock { $0.failures } > 0, "too tame: nobody noticed")
  }

  private final class Progress: Sendable {
    struct State {
      var batches = 0
      var failures = 0
      var ended = 0
      var kills = 0
    }
    let state = Mutex(State())
  }

  private func live(_ desk: UInt64, _ pool: Pool, _ progress: Progress) throws {
    let life = try DeskLife(seed: 40 + desk, acts: 80)
    let store = try patiently {
      try PostgresAuthorityStore(pool, ID(Bits128(hi: 5, lo: desk)), zones: TZifTree())
    }
    let authority = Authority(store, trusting: life.device)
    var told: [ID<Operation>: Verdict] = [:]
    var known = 0
    while known < life.arrivals.count {
      let next = min(life.arrivals.count, known + 2)
      do {
        let answer = try life.send(known..<next, to: authority, acknowledged: Int64(known))
        for verdict in answer.outcomes {
          let before = told.updateValue(verdict, forKey: verdict.operation)
          #expect(before == nil || before == verdict, "one outcome for ever")
        }
        #expect(answer.stop == nil && answer.storedTo >= next)
        known = answer.storedTo
      } catch let error as PostgresError {
        #expect(error.code == .unavailable || error.code == .uncertain, "\(error)")
        progress.state.withLock { $0.failures += 1 }
      }
      progress.state.withLock { $0.batches += 1 }
    }
    #expect(told.count == life.arrivals.count)
    let order = life.ids.compactMap { told[$0]?.sequence }
    #expect(order.count == life.arrivals.count && zip(order, order.dropFirst()).allSatisfy(<))
    #expect(try patiently { try life.digests(of: authority) } == life.digests())
  }

  /// The server may go once more while it is asked, and takes its time to come back.
  private func patiently<T>(_ body: () throws -> T) throws -> T {
    let deadline = ContinuousClock.now + .seconds(patience)
    while ContinuousClock.now < deadline {
      do { return try body() } catch is PostgresError { usleep(20_000) }
    }
    return try body()
  }
}

/// Several organizations at once through one pool, each with one writer, some with two.
@Suite struct ConcurrencyTests {
  @Test func eachOrganizationHasOneOrder() throws {
    let base = try TestDatabase.shared.get()
    let pool = Pool(base.server.address(as: "service", "central"), size: 3)
    var bodies: [@Sendable () throws -> Void] = []
    for number in 1...4 as ClosedRange<UInt64> {
      let life = try DeskLife(seed: 60 + number, acts: 30)
      let organization = ID<Organization>(Bits128(hi: 6, lo: number))
      // Two processes serve the same organization: both take the same desk's operations.
      for process in 0..<2 {
        bodies.append {
          let store = try PostgresAuthorityStore(pool, organization, zones: TZifTree())
          let authority = Authority(store, trusting: life.device)
          for first in stride(from: 0, to: life.arrivals.count, by: 3 + process) {
            let last = min(first + 3 + process, life.arrivals.count)
            var answer = try life.send(first..<last, to: authority)
            // The other one is behind or ahead.
            while answer.stop == .gap {
              let stored = answer.storedTo
              answer = try life.send(stored..<last, to: authority)
            }
            #expect(answer.stop == nil)
          }
          #expect(try life.digests(of: authority) == life.digests())
        }
      }
    }
    try onThreads(bodies)
  }
}
