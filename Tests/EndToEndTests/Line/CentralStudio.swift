import FoundationEssentials
import Glibc
import Support
import Testing

/// A studio at a central service, with devices of it as programs of their own.
final class CentralStudio {
  struct Founded: Decodable {
    struct Row: Decodable { let id: String }
    let organization, location, staff: Row
  }
  private struct Code: Decodable { let code: String }

  static let boss = ["--as", "Olga", "--pin", "4711"]

  let central = CentralProgram()
  let founded: Founded
  private(set) var url = ""
  private var place = LoopbackAddress.own() + ":0"
  private var service: CentralProgram.Running?

  init() throws {
    _ = central.ended("init")
    founded = try central.json(
      Founded.self, "organization", "add", "--name", "Lotus", "--timezone",
      "Africa/Johannesburg", "--location", "Sea Point", "--owner", "Olga", "--owner-pin", "4711")
    try start()
  }

  /// At the same address as before.
  func start() throws {
    let service = try central.serve("--listen", place)
    self.service = service
    url = service.url
    place = String(url.dropFirst("http://".count))
  }

  func stop() {
    _ = service?.end(SIGTERM)
    service = nil
  }

  /// A device that has joined and has its first copy.
  func device(_ role: String = "desk", always: [String] = boss) throws -> DeskProgram {
    let program = DeskProgram(always: always)
    try join(program, role)
    return program
  }

  func join(_ program: DeskProgram, _ role: String = "desk") throws {
    let code = try central.json(Code.self, "device", "enroll", "--role", role).code
    let joined = DeskProgram.run(["enroll", url, code, "--data", program.data, "--json"])
    try #require(joined.status == 0, "\(joined.errors)")
  }

  /// Local time in Johannesburg, so many seconds from now.
  static func time(in seconds: Int) -> String {
    var now = Glibc.time(nil) + seconds + 7_200
    var parts = tm()
    gmtime_r(&now, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T"
      + "\(two(parts.tm_hour)):\(two(parts.tm_min))"
  }
}

/// What `desk` prints as JSON, as far as these tests ask.
enum Printed {
  struct Thing: Decodable { let id: String }
  struct Made: Decodable {
    let session: Thing?
    let member: Thing?
    let booking: Booking?
  }
  struct Booking: Decodable {
    let id, state: String
    let code: String
    let name: String
  }
  struct Sync: Decodable {
    let online: Bool
    let pending: Int
  }
  struct Outbox: Decodable {
    struct Row: Decodable, Equatable { let id, state: String }
    let pending: Int
    let operations: [Row]
  }
  struct Brought: Decodable, Equatable { let read, new, known, refused: Int }
  struct Exported: Decodable { let rows: Int }
  struct Member: Decodable {
    struct Row: Decodable { let id, name: String }
    let members: [Row]
  }
}

/// Every byte of every file of a folder, as grep would see it.
func bytes(under folder: String) throws -> [(name: String, bytes: [UInt8])] {
  let names = try Spawned.run(["find", folder, "-type", "f"]).output.split(separator: "\n")
  return try names.map { name in
    (String(name), [UInt8](try Data(contentsOf: URL(fileURLWithPath: String(name)))))
  }
}

extension [UInt8] {
  func holds(_ text: String) -> Bool { holds(Array(text.utf8)) }

  func holds(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, count >= bytes.count else { return false }
    var start = startIndex
    while let found = self[start...].firstIndex(of: first) {
      if self[found...].starts(with: bytes) { return true }
      start = found + 1
    }
    return false
  }
}
