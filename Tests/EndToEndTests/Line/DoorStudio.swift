import FoundationEssentials
import Glibc
import Support
import Testing

/// A studio at a central service whose people come through a kiosk, and what stands on that kiosk's disk.
final class DoorStudio {
  struct Person: Decodable {
    struct Row: Decodable { let id, number: String }
    let member: Row
  }

  let central: CentralStudio
  let desk: DeskProgram

  /// With one service, which costs nothing.
  init() throws {
    central = try CentralStudio()
    desk = try central.device()
    try desk.run("service", "add", "--name", "Yoga", "--type", "yoga", "--credits", "0")
  }

  /// Its id.
  func session(in seconds: Int, capacity: Int = 9) throws -> String {
    try desk.json(
      Printed.Made.self, "session", "add", "--service", "Yoga", "--start",
      CentralStudio.time(in: seconds), "--capacity", "\(capacity)"
    ).session?.id ?? ""
  }

  /// Somebody whom a kiosk lets in: their health form is there.
  func member(
    _ first: String, _ last: String, mail: String = "", phone: String = "", _ edits: String...
  ) throws -> Person.Row {
    let contacts =
      (mail.isEmpty ? [] : ["--email", mail]) + (phone.isEmpty ? [] : ["--phone", phone])
    let made = DeskProgram.run(
      desk.words(["register", "--first", first, "--last", last] + contacts + ["--json"]))
    let member = try JSONDecoder().decode(Person.self, from: Data(made.output.utf8)).member
    for edit in ["parqOn=2020-01-01"] + edits { try desk.run("edit", member.id, edit) }
    return member
  }

  func book(_ member: Person.Row, into session: String) throws -> Printed.Booking {
    try #require(try desk.json(Printed.Made.self, "book", session, member.id).booking)
  }

  func kiosk() throws -> DeskProgram { try central.device("kiosk", always: []) }
}

extension DeskProgram {
  static let exitPIN = "4821"

  /// Its screen, with the exit PIN that `Tmux.leaveKiosk` takes.
  func openKiosk() throws -> Tmux {
    unlink(data + "/exit.pin")
    let terminal = try Tmux(
      "exec \(Self.path) kiosk --exit-pin \(Self.exitPIN) --data \(data)",
      environment: ["HOME": "/nonexistent", "XDG_CONFIG_HOME": ""])
    try terminal.wait(for: "Scan your pass")
    return terminal
  }
}

/// In whatever letters, in no file of a folder.
func expectNothing(
  of words: [String], under folder: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  func folded(_ bytes: [UInt8]) -> [UInt8] { bytes.map { (65...90).contains($0) ? $0 + 32 : $0 } }
  for file in try bytes(under: folder) {
    let bytes = folded(file.bytes)
    for word in words {
      #expect(
        !bytes.holds(folded(Array(word.utf8))), "\(word) stands in \(file.name)",
        sourceLocation: sourceLocation)
    }
  }
}
