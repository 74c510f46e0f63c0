import Domain
import Glibc
import Support
import Sync
import Synchronization
import Testing
import Wire

/// The service as its own program on a real PostgreSQL server.
@Suite struct PostgresProgramTests {
  private let server: PostgresServer

  init() throws {
    server = try PostgresServer("fsync=off")
    #expect(try sql("CREATE ROLE owner LOGIN; CREATE ROLE service LOGIN", in: "postgres") == "")
    #expect(try sql("CREATE DATABASE central OWNER owner", in: "postgres") == "")
  }

  private func sql(_ statement: String, in database: String = "central") throws -> String {
    let ended = try Spawned.run([
      PostgresServer.programs + "/psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement,
      server.address(as: "postgres", database),
    ])
    try #require(ended.status == 0, "\(ended.errors)")
    return ended.output.trimmed
  }

  private func program(as role: String = "service") -> CentralProgram {
    // As people write it: the directory of the socket, with its slashes escaped.
    let host = server.directory.path.split(separator: "/").map { "%2F\($0)" }.joined()
    return CentralProgram(
      address: "postgres://\(role)@\(host)/central?connect_timeout=2")
  }

  private func migrated() throws -> CentralProgram {
    let migrated = program(as: "owner").ended("migrate", "--service", "service")
    try #require(migrated.status == 0, "\(migrated.errors)")
    return program()
  }

  @Test func aDeskIsServedAndWhatIsMissingIsSaid() throws {
    let empty = program().ended("init")
    #expect(empty.status == 3 && empty.errors.contains("desk-central migrate --service ROLE"))
    let owner = program(as: "owner")
    #expect(owner.ended("migrate").status == 2)
    let nobody = owner.ended("migrate", "--service", "nobody")
    #expect(nobody.status == 2 && nobody.errors.contains("CREATE ROLE nobody LOGIN"))
    let program = try migrated()
    #expect(owner.ended("migrate", "--service", "service").status == 0)
    // Who is bound to no organization may not serve any.
    let master = self.program(as: "postgres").ended("organization", "list")
    #expect(master.status == 2 && master.errors.contains("bound to no organization"))
    #expect(program.ended("init", "--clock", "2026-11-21T17:42:00+02:00").status == 2)

    let founded = try program.founded()
    #expect(program.ended("backup", "x").errors.contains("pg_dump"))
    let service = try program.serve("--listen", "127.0.0.1:0")
    let device = try program.enrol(at: service.url, founded)
    let push = try device.incidents(3, by: founded.staff.id)
    let answer = try device.line.exchange(push)
    #expect(answer.storedTo == 3)
    #expect(answer.outcomes.map(\.outcome.state) == [.applied, .applied, .applied])
    #expect(program.ended("device", "revoke", device.welcome.device.text).status == 0)
    #expect(throws: LineFailure(.revoked)) { try device.line.exchange(push) }
    #expect(service.end(SIGTERM) == 0)

    #expect(program.ended("doctor").status == 0)
    _ = try sql("UPDATE studioloop.incident SET text = 'no lamp' WHERE text LIKE '%lamp%'")
    let damaged = program.ended("doctor")
    #expect(damaged.status == 3 && damaged.output.contains("incident: 3 rows"))
    for (change, told) in [
      (
        "UPDATE studioloop.operations SET state = 'rejected' WHERE sequence = 2",
        "1 operations, or what was decided on them, were changed"
      ), ("DELETE FROM studioloop.arrivals WHERE seq = 1", "operations have lost their place"),
      ("DROP TABLE studioloop.arrivals", "the table arrivals is gone"),
    ] {
      _ = try sql(change)
      let found = program.ended("doctor")
      #expect(found.status == 3 && found.output.contains(told), "\(found.output)")
      #expect(found.output.contains("restore it from a backup"))
    }
    server.end(.clean)
    let away = program.ended("organization", "list")
    #expect(away.status == 4 && away.errors.contains("is it running"))
  }

  /// Two services on one database, a desk at each that sends without pause, and the server killed
  /// under them: every operation ends in one outcome, and the order has no gap.
  @Test(.timeLimit(.minutes(3))) func nothingIsLostWhileTheServerIsKilled() throws {
    let program = try migrated()
    let founded = try program.founded()
    let services = try (0..<2).map { _ in try program.serve("--listen", "127.0.0.1:0") }
    let devices = try services.map { try program.enrol(at: $0.url, founded) }
    let batches = 60
    let sent = Atomic(0)
    let ended = Mutex<[Result<[Verdict], any Error>]>([])
    for device in devices {
      let pushes = try (0..<batches).map { _ in try device.incidents(2, by: founded.staff.id) }
      let line = device.line
      spawn {
        let result = Result {
          try pushes.flatMap { push in
            let answer = try Self.insisting(on: line, push)
            sent.add(1, ordering: .relaxed)
            let ids = Set(push.operations.compactMap { try? PayloadCodec.header($0.header).id })
            return answer.outcomes.filter { ids.contains($0.operation) }
          }
        }
        ended.withLock { $0.append(result) }
      }
    }
    var kills = 0
    for (kill, how) in [PostgresServer.End.killed, .immediate, .killed].enumerated() {
      let enough = (kill + 1) * batches / 2
      while sent.load(ordering: .relaxed) < enough, ended.withLock({ $0.isEmpty }) {
        usleep(500)
      }
      usleep(.random(in: 0...5_000))
      if ended.withLock({ $0.isEmpty }) { kills += 1 }
      server.end(how)
      try server.start()
    }
    while ended.withLock({ $0.count < devices.count }) { usleep(5_000) }
    let told = try ended.withLock { try $0.flatMap { try $0.get() } }
    #expect(kills > 0, "too tame: everything was sent before the first kill")
    let ids = devices.flatMap(\.ids)
    #expect(ids.count == 2 * 2 * batches && Set(told.map(\.operation)) == Set(ids))
    #expect(told.allSatisfy { $0.outcome.state == .applied })
    #expect(
      try sql(
        "SELECT count(*), count(DISTINCT id) FROM studioloop.operations WHERE device IN (\(devices.map { "'\($0.welcome.device.text)'" }.joined(separator: ",")))"
      ) == "\(ids.count)|\(ids.count)")
    #expect(try sql("SELECT count(*) FROM studioloop.incident") == "\(ids.count)")
    #expect(
      try sql(
        "SELECT count(*) = max(o.sequence) AND max(o.sequence) = max(s.sequence) FROM studioloop.operations o, studioloop.state s"
      ) == "t")
    #expect(try sql("SELECT count(*) FROM studioloop.jobs WHERE until > now()") == "1")
    for service in services { #expect(service.end(SIGTERM) == 0) }
    let doctor = program.ended("doctor")
    #expect(doctor.status == 0, "\(doctor.output)")
  }

  /// As a desk does: the same again until there is an answer.
  private static func insisting(
    on line: HTTPLine, _ push: ExchangeRequest
  ) throws -> ExchangeAnswer {
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      do {
        let answer = try line.exchange(push)
        if answer.stop == nil { return answer }
        try #require(answer.stop != .fork)
      } catch let failure as LineFailure {
        guard ContinuousClock.now < deadline else { throw failure }
        usleep(20_000)
      }
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    split(separator: "\n", omittingEmptySubsequences: true).joined(separator: "\n")
  }
}
