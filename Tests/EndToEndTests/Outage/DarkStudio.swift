import Support
import Testing

/// A training studio at a central service with two desks and a kiosk, all real programs whose clocks the
/// script sets: two hours of an outage take as long as the commands do.
final class DarkStudio {
  struct Device {
    let name: String
    let program: DeskProgram
    let isKiosk: Bool
  }

  /// What the script did, in its order on each device.
  struct Done {
    let device, kind, by: String
    /// Nil where it was refused and put on record.
    var operation: String?
    let time: String
    let words: String
  }

  private let central = CentralProgram()
  private var service: CentralProgram.Running?
  private var place = LoopbackAddress.own() + ":0"
  private(set) var url = ""
  private(set) var devices: [Device] = []
  private(set) var done: [Done] = []
  /// Ids of the staff by name.
  private var staff: [String: String] = [:]

  init() throws {
    try #require(central.ended("init", "--clock", Self.moment("08:00")).status == 0)
    let founded = try central.json(
      CentralProgram.Founded.self, "organization", "add", "--name", "Lotus", "--timezone",
      "Africa/Johannesburg", "--location", "Sea Point", "--owner", "Olga", "--owner-pin", "4711",
      "--clock", Self.moment("08:00"))
    staff["Olga"] = founded.staff.id
    struct Added: Decodable { let staff: CentralProgram.Founded.Row }
    staff["Thandi"] = try central.json(
      Added.self, "staff", "add", "--name", "Thandi", "--role", "reception", "--pin", "2468",
      "--clock", Self.moment("08:05")
    ).staff.id
    try start(at: "08:10")
    for name in ["desk 1", "desk 2", "kiosk"] {
      let role = name == "kiosk" ? "kiosk" : "desk"
      let code = try central.json(
        CentralProgram.Code.self, "device", "enroll", "--role", role, "--name", name, "--clock",
        Self.moment("08:20")
      ).code
      let program = DeskProgram()
      let joined = DeskProgram.run([
        "enroll", url, code, "--data", program.data, "--clock", Self.moment("08:20"),
      ])
      try #require(joined.status == 0, "\(joined.errors)")
      devices.append(Device(name: name, program: program, isKiosk: role == "kiosk"))
    }
  }

  /// Of Saturday 21 November 2026.
  static func moment(_ time: String) -> String { "2026-11-21T\(time):00+02:00" }

  func start(at time: String) throws {
    let running = try central.serve(
      "--listen", place, "--clock", Self.moment(time))
    service = running
    url = running.url
    place = String(url.dropFirst("http://".count))
  }

  /// From here on no device reaches it.
  func stop() throws {
    #expect(service?.end(15) == 0)
    service = nil
  }

  func run(
    _ words: [String], on name: String, at time: String, as person: String = "Olga"
  ) throws -> Spawned.Ended {
    let device = try #require(devices.first { $0.name == name })
    let pin = person == "Olga" ? "4711" : "2468"
    let who = device.isKiosk ? [] : ["--as", person, "--pin", pin]
    return DeskProgram.run(
      device.program.words(words + ["--clock", Self.moment(time), "--json"] + who))
  }

  @discardableResult
  func tell(
    _ words: [String], on name: String = "desk 1", at time: String, as person: String = "Olga"
  ) throws -> Document {
    let ended = try run(words, on: name, at: time, as: person)
    try #require(ended.status == 0, "\(words) on \(name): \(ended.errors)\(ended.output)")
    return try #require(Document(ended.output))
  }

  /// Something that is put on record at the device, done or refused as the script knows.
  @discardableResult
  func act(
    _ kind: String, _ words: [String], on name: String, at time: String, as person: String = "Olga",
    refused: Bool = false
  ) throws -> Document {
    let ended = try run(words, on: name, at: time, as: person)
    try #require(
      ended.status == (refused ? 1 : 0), "\(words) on \(name): \(ended.errors)\(ended.output)")
    let document = try #require(Document(ended.output))
    let isKiosk = devices.contains { $0.name == name && $0.isKiosk }
    done.append(
      Done(
        device: name, kind: kind, by: isKiosk ? "device" : "staff:\(staff[person] ?? "")",
        operation: document["outcome"]["operation"].text, time: time,
        words: words.joined(separator: " ")))
    if !refused {
      #expect(document["outcome"]["state"].text == "provisional", "\(words): \(ended.output)")
    }
    return document
  }

  func sync(_ name: String, at time: String) throws {
    let told = try tell(["sync", "--once"], on: name, at: time)
    #expect(told["online"] == .flag(true) && told["pending"].number == 0, "\(name): \(told)")
  }
}
