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
    let made = try Spawned.run(
      [DeskProgram.path, "demo", "--no-ui", "--json", "--seed", "\(seed)"]
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
