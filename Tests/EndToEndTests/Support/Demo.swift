import FoundationEssentials
import Support

/// A made-up studio on disk, and the program signed in on it as its owner.
struct Demo {
  struct Told: Decodable {
    let data: String
    let owner: String
    let pin: String
    let clock: String
    let organization: String
    let location: String
  }

  let told: Told
  let program: DeskProgram

  init(seed: Int = 1, members: Int? = nil) throws {
    let directory = TemporaryDirectory()
    let made = DeskProgram.run(
      ["demo", "--no-ui", "--json", "--seed", "\(seed)"]
        + ["--data", directory.file("data")]
        + (members.map { ["--members", "\($0)"] } ?? []))
    guard made.status == 0 else { throw Spawned.Failed(what: "demo: \(made.errors)") }
    told = try JSONDecoder().decode(Told.self, from: Data(made.output.utf8))
    program = DeskProgram(
      in: directory, always: ["--clock", told.clock, "--as", told.owner, "--pin", told.pin])
  }

  /// The lines of an export, without ids that a device mints by chance.
  func export(_ what: String) throws -> String {
    let file = program.directory.file("\(what).csv")
    try program.run("export", what, file)
    return try String(contentsOfFile: file, encoding: .utf8)
  }
}

extension Demo {
  /// The application, signed in; when it ends the terminal says so and shows its own settings.
  /// Under a shell it is a job that can be stopped and taken up again.
  func terminal(
    theme: String = "dark", width: Int = 80, height: Int = 24, underShell: Bool = false
  ) throws -> Tmux {
    let config = program.directory.file("\(theme).toml")
    try "[display]\ntheme = \"\(theme)\"\n".write(
      toFile: config, atomically: true, encoding: .utf8)
    let desk =
      "\(DeskProgram.path) --data \(program.data) --config \(config) --clock \(told.clock)"
    let signedIn = ["STUDIOLOOP_AS": told.owner, "STUDIOLOOP_PIN": told.pin]
    guard underShell else {
      return try Tmux(
        // Whoever was killed may have left the cursor anywhere.
        "\(desk); printf \"\\r\\nended %s\\r\\n\" $?; stty; exec cat", width: width, height: height,
        environment: signedIn)
    }
    let script = program.directory.file("desk.sh")
    try "exec \(desk)\n".write(toFile: script, atomically: true, encoding: .utf8)
    let shell = try Tmux("exec sh -i", width: width, height: height, environment: signedIn)
    try shell.scan("sh \(script)")
    return shell
  }

  func quit(_ terminal: Tmux) throws {
    try terminal.keys("q")
    try terminal.wait(for: "yes")
    try terminal.keys("y")
  }

  /// Bookings of the next class that are still expected.
  func waited() throws -> [RosterBooking] {
    try roster().filter { $0.state == "confirmed" }
  }

  func states() throws -> [String: String] {
    try Dictionary(roster().map { ($0.id, $0.state) }) { $1 }
  }

  func state(of booking: RosterBooking) throws -> String? { try states()[booking.id] }

  /// The first of the two classes that are about to start.
  private func roster() throws -> [RosterBooking] {
    let next = try program.json(Schedule.self, "schedule").sessions.first {
      $0.start.contains("T18:00") && $0.waitlisted == 0
    }
    return try program.json(Roster.self, "roster", next?.id ?? "").bookings
  }
}

// The parts of the command line's documents that tests look at.

struct Schedule: Decodable {
  struct Session: Decodable {
    let id: String
    let service: String
    let type: String
    let room: String?
    let start: String
    let capacity: Int
    let taken: Int
    let waitlisted: Int
  }
  let sessions: [Session]
}

struct Roster: Decodable {
  let bookings: [RosterBooking]
}

struct RosterBooking: Decodable {
  let id: String
  let code: String
  let member: String
  let memberNumber: String
  let name: String
  let state: String
  let spots: Int
  let present: Int
  let flags: [String]
}

struct Outbox: Decodable {
  struct Operation: Decodable {
    let id: String
    let seq: Int
    let kind: String
    let state: String
  }
  let operations: [Operation]
}

struct Doctor: Decodable {
  struct Check: Decodable {
    let name: String
    let ok: Bool
    let detail: String
  }
  let ok: Bool
  let checks: [Check]
}
