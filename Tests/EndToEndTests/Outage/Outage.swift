import Domain
import FoundationEssentials
import Glibc
import Rows
import SQLite
import Support
import Synchronization
import Testing

/// A studio of two desks and a kiosk at a service on PostgreSQL, all programs of their own, behind one
/// bad line.
final class Outage {
  struct Device: Sendable {
    let name: String
    let program: DeskProgram
    let isKiosk: Bool
  }

  let server: PostgresServer
  let line: BadLine
  private(set) var devices: [Device] = []
  let people = People()
  private let program: CentralProgram
  private var service: CentralProgram.Running?
  private let place: String

  /// For so many commands of each device.
  init(seed: UInt64, commands: Int) throws {
    server = try PostgresServer("fsync=off")
    try Self.ask(server, "CREATE ROLE owner LOGIN; CREATE ROLE service LOGIN", in: "postgres")
    try Self.ask(server, "CREATE DATABASE central OWNER owner", in: "postgres")
    let host = server.directory.path.split(separator: "/").map { "%2F\($0)" }.joined()
    func program(as role: String) -> CentralProgram {
      CentralProgram(address: "postgres://\(role)@\(host)/central?connect_timeout=2")
    }
    let migrated = program(as: "owner").ended("migrate", "--service", "service")
    try #require(migrated.status == 0, "\(migrated.errors)")
    self.program = program(as: "service")
    let founded = try self.program.founded()
    let running = try self.program.serve("--listen", LoopbackAddress.own() + ":0")
    service = running
    place = String(running.url.dropFirst("http://".count))
    line = try BadLine(to: running.url, seed: seed)
    for (name, role) in [("desk 1", "desk"), ("desk 2", "desk"), ("kiosk", "kiosk")] {
      let code = try self.program.json(
        CentralProgram.Code.self, "device", "enroll", "--role", role, "--location",
        founded.location.id
      ).code
      let desk = DeskProgram(always: role == "desk" ? ["--as", "Olga", "--pin", "4711"] : [])
      let joined = DeskProgram.run(["enroll", line.url, code, "--data", desk.data])
      try #require(joined.status == 0, "\(joined.errors)")
      devices.append(Device(name: name, program: desk, isKiosk: role == "kiosk"))
    }
    try open(sessions: 8, members: 14 + commands / 30)
  }

  /// Few places for many people, so that two desks often sell the same.
  private func open(sessions: Int, members: Int) throws {
    let desk = devices[0].program
    func made(_ words: [String], what: String) throws -> String {
      let ended = DeskProgram.run(desk.words(words + ["--json"]))
      try #require(ended.status == 0, "\(words.joined(separator: " ")): \(ended.errors)")
      return try #require(Document(ended.output)?[what]["id"].text)
    }
    _ = try made(
      ["service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "1"], what: "service")
    // Whom nobody has asked for a health form may use the kiosk all the same.
    let asked = DeskProgram.run(desk.words(["policy", "parqRequired=0"]))
    try #require(asked.status == 0, "\(asked.errors)")
    for number in 0..<sessions {
      let session = try made(People.session(in: 20 + number % 10), what: "session")
      people.state.withLock { $0.sessions.append(session) }
    }
    for number in 0..<members {
      let member = try made(
        ["register", "--first", "Person", "--last", "Number \(number)"], what: "member")
      _ = try made(["grant", member, "6", "--reason", "start"], what: "lot")
      people.state.withLock { $0.members.append(member) }
    }
    for device in devices { try settle(device, within: 60) }
  }

  // MARK: What goes wrong

  func killService() throws {
    _ = service?.end(SIGKILL)
    service = nil
    service = try program.serve("--listen", place)
  }

  func killServer() throws {
    server.end(.killed)
    try server.start()
  }

  // MARK: Afterwards

  /// Exchanges until nothing waits; fails where that takes longer than so many seconds.
  func settle(_ device: Device, within seconds: Int) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var told = ""
    while ContinuousClock.now < deadline {
      let ended = DeskProgram.run(device.program.words(["sync", "--once", "--json"]))
      told = ended.output + ended.errors
      if ended.status == 0, Document(ended.output)?["pending"].number == 0 { return }
    }
    Issue.record("\(device.name) still waits: \(told)")
  }

  @discardableResult
  func ask(_ sql: String) throws -> String { try Self.ask(server, sql, in: "central") }

  @discardableResult
  private static func ask(
    _ server: PostgresServer, _ sql: String, in database: String
  ) throws -> String {
    let ended = try Spawned.run([
      PostgresServer.programs + "/psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql,
      server.address(as: "postgres", database),
    ])
    try #require(ended.status == 0, "\(ended.errors)")
    return ended.output.split(separator: "\n").joined(separator: "\n")
  }

  /// Of each table the sum of its rows' hashes, as a desk of the only location must have them.
  func digest(of table: Table) throws -> UInt64 {
    let sum = try ask("SELECT coalesce(sum(rowhash), 0) FROM studioloop.\"\(table.rawValue)\"")
    return UInt64(truncatingIfNeeded: try #require(Int128(sum)))
  }

  func digests(of device: Device) throws -> [Table: UInt64] {
    let file = device.program.data + "/replica.db"
    return try Connection(file, .init(readOnly: true, synchronous: .normal)).digests()
  }

  func end() { #expect(service?.end(SIGTERM) == 0) }
}
