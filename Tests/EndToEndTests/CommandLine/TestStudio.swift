import Support
import Testing

/// A training studio in a directory of its own, whose clock every command sets.
///
/// Saturday 21 November 2026, Africa/Johannesburg (+02:00).
final class TestStudio: Sendable {
  let home = TemporaryDirectory()
  static let owner = "Olga Owner"
  static let pin = "135790"
  private let organization: Document

  var data: String { home.file("data") }
  /// The founding document.
  var founding: Document { organization }

  init(clock: String = "2026-11-21T08:00") throws {
    let run = DeskProgram.run(
      [
        "--data", home.file("data"), "--clock", clock, "--json", "init", "--name", "Test Studio",
        "--timezone", "Africa/Johannesburg", "--location", "Sea Point", "--owner", Self.owner,
        "--owner-pin", Self.pin,
      ])
    try #require(run.status == 0, "desk init: \(run.errors)")
    organization = try #require(Document(run.output))
  }

  /// Runs a command at a local time of 21 November (`17:40`) or at a whole moment.
  func run(
    _ words: String..., at time: String = "09:00", as staff: String? = owner, pin: String = pin,
    json: Bool = true
  ) -> Spawned.Ended {
    run(words: words, at: time, as: staff, pin: pin, json: json)
  }

  func run(
    words: [String], at time: String = "09:00", as staff: String? = owner, pin: String = pin,
    json: Bool = true
  ) -> Spawned.Ended {
    let moment = time.contains("T") ? time : "2026-11-21T\(time)"
    let who = staff.map { ["--as", $0, "--pin", pin] } ?? []
    let form = json ? ["--json"] : []
    return DeskProgram.run(["--data", data, "--clock", moment] + who + form + words)
  }

  /// The document of a command that must succeed.
  func tell(
    _ words: String..., at time: String = "09:00", as staff: String? = owner, pin: String = pin,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Document {
    let moment = time.contains("T") ? time : "2026-11-21T\(time)"
    let who = staff.map { ["--as", $0, "--pin", pin] } ?? []
    let run = DeskProgram.run(["--data", data, "--clock", moment, "--json"] + who + words)
    try #require(
      run.status == 0, "\(words): exit \(run.status) \(run.errors)\(run.output)",
      sourceLocation: sourceLocation)
    return try #require(Document(run.output), sourceLocation: sourceLocation)
  }

  /// The code of a command that a rule must refuse.
  func refusal(
    _ words: String..., at time: String = "09:00", as staff: String? = owner, pin: String = pin,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let moment = time.contains("T") ? time : "2026-11-21T\(time)"
    let who = staff.map { ["--as", $0, "--pin", pin] } ?? []
    let run = DeskProgram.run(["--data", data, "--clock", moment, "--json"] + who + words)
    #expect(run.status == 1, "\(words): \(run.errors)\(run.output)", sourceLocation: sourceLocation)
    let refusal = try #require(Document(run.output), sourceLocation: sourceLocation)["refusal"]
    #expect(
      refusal.keys.isSuperset(of: ["code", "staff", "member"]), sourceLocation: sourceLocation)
    return refusal["code"].text ?? ""
  }

  // MARK: Things to work with

  func service(_ name: String = "Yoga", credits: String = "1", capacity: String = "10") throws {
    _ = try tell(
      "service", "add", "--name", name, "--type", "yoga", "--minutes", "60", "--capacity",
      capacity, "--credits", credits)
  }

  /// The id of a new session.
  func session(
    _ service: String = "Yoga", start: String = "18:00", capacity: String = "10"
  ) throws -> String {
    let moment = start.contains("T") ? start : "2026-11-21T\(start)"
    let made = try tell(
      "session", "add", "--service", service, "--start", moment, "--capacity", capacity)
    return try #require(made["session"]["id"].text)
  }

  /// The number of a new member with that many credits.
  func member(_ first: String, _ last: String = "Member", credits: String? = "10") throws -> String
  {
    let made = try tell("register", "--first", first, "--last", last)
    let number = try #require(made["member"]["number"].text)
    if let credits { _ = try tell("grant", number, credits, "--reason", "welcome") }
    return number
  }

  /// The new booking.
  func book(_ session: String, _ member: String, at time: String = "09:00") throws -> Document {
    try tell("book", session, member, at: time)["booking"]
  }

  func staff(_ name: String, _ role: String, pin: String) throws -> String {
    let made = try tell("staff", "add", "--name", name, "--role", role, "--pin", pin)
    return try #require(made["staff"]["id"].text)
  }
}
