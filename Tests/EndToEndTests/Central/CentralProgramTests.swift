import Crypto
import Domain
import FoundationEssentials
import Glibc
import Support
import Sync
import Synchronization
import Testing
import Wire

/// The service as its own program, as people start it, and devices that talk to it.
@Suite struct CentralProgramTests {
  private func serve(
    _ program: CentralProgram, _ options: [String], at place: String
  ) throws -> CentralProgram.Running {
    try program.serve(words: ["--listen", place] + options)
  }

  @Test(arguments: [[], ["--tls"]]) func aDeskIsServed(options: [String]) throws {
    let program = CentralProgram()
    let founded = try program.founded()
    let service = try serve(program, options, at: "127.0.0.1:0")
    #expect(service.url.hasPrefix(options.isEmpty ? "http://127.0.0.1:" : "https://127.0.0.1:"))
    let device = try program.enrol(at: service.url, founded)
    #expect(device.welcome.organization.text == founded.organization.id)
    #expect(device.welcome.location.text == founded.location.id)
    let push = try device.incidents(by: founded.staff.id)
    let answer = try device.line.exchange(push)
    #expect(answer.storedTo == 1 && answer.outcomes.map(\.outcome.state) == [.applied])

    // Somebody at the service's own machine, while it runs.
    struct Located: Decodable { let location: CentralProgram.Founded.Row }
    let place = try program.json(
      Located.self, "location", "add", "--name", "Kloof", "--timezone", "Africa/Johannesburg")
    struct Hired: Decodable { let staff: CentralProgram.Founded.Row }
    _ = try program.json(
      Hired.self, "staff", "add", "--name", "Rec", "--role", "reception", "--pin", "1234",
      "--location", place.location.id)
    var news = device.request
    news.cursor = answer.to
    let rows = try device.line.exchange(news).changes
    #expect(
      rows.contains {
        if case .row(.put(let row as Location)) = $0 { row.name == "Kloof" } else { false }
      })

    // When it was heard is told by the clock on its wall.
    let heard = try #require(
      program.ended("device", "list", "--json").output.firstRange(of: "\"heard\":\""))
    let list = program.ended("device", "list", "--json").output
    #expect(list[heard.upperBound...].prefix(25).hasSuffix("+02:00"), "\(list)")

    // Without a word, and again from the disk.
    #expect(service.end(SIGKILL) == 128 + SIGKILL)
    let again = try serve(program, options, at: String(service.url.drop { $0 != "/" }.dropFirst(2)))
    #expect(program.ended("device", "revoke", device.welcome.device.text).status == 0)
    #expect(throws: LineFailure(.revoked)) { try device.line.exchange(push) }
    #expect(again.end(SIGTERM) == 0)
    let doctor = program.ended("doctor")
    #expect(doctor.status == 0, "\(doctor.output)")
  }

  @Test func aStopAnswersWhoWaits() throws {
    let program = CentralProgram()
    let founded = try program.founded()
    let service = try program.serve("--listen", "127.0.0.1:0")
    let device = try program.enrol(at: service.url, founded)
    var poll = device.request
    poll.cursor = try device.line.exchange(poll).to
    poll.want.wait = 50
    let waiting = poll
    let line = device.line
    let began = ContinuousClock.now
    let answered = Mutex<Result<Int, any Error>?>(nil)
    spawn {
      let result = Result<Int, any Error> { try line.exchange(waiting).changes.count }
      answered.withLock { $0 = result }
    }
    while !metrics(service.url).contains("} 1\n# HELP studioloop_sequence"),
      ContinuousClock.now - began < .seconds(25)
    {
      usleep(5_000)
    }
    #expect(service.end(SIGTERM) == 0)
    while answered.withLock({ $0 == nil }), ContinuousClock.now - began < .seconds(45) {
      usleep(5_000)
    }
    #expect(try answered.withLock { try $0?.get() } == 0)
    #expect(ContinuousClock.now - began < .seconds(45), "not the end of its wait")
  }

  private func metrics(_ url: String) -> String {
    (try? Spawned.run(["curl", "-s", "\(url)/metrics"]).output) ?? ""
  }

  @Test func twoOrganizationsAreTwo() throws {
    let program = CentralProgram()
    let first = try program.founded()
    let service = try program.serve("--listen", "127.0.0.1:0")
    // Founded while the service runs.
    let second = try program.json(
      CentralProgram.Founded.self, "organization", "add", "--name", "Iron", "--timezone",
      "Europe/Berlin",
      "--location", "Mitte", "--owner", "Otto", "--owner-pin", "4711")
    #expect(program.ended("device", "enroll", "--role", "desk").status == 2)
    let code = try program.json(
      CentralProgram.Code.self, "device", "enroll", "--role", "kiosk", "--organization", "Iron")
    let kiosk = try EnrolledDevice(at: service.url, code.code, in: program.directory)
    #expect(kiosk.welcome.organization.text == second.organization.id)
    #expect(kiosk.welcome.role == .kiosk)
    for change in try kiosk.line.exchange(kiosk.request).changes {
      guard case .row(.put(let row)) = change else { continue }
      #expect((row as? Organization)?.id.text != first.organization.id)
      #expect((row as? Location)?.id.text != first.location.id)
    }
    // Another's device is nobody here.
    var stranger = kiosk.request
    stranger.device = ID(Bits128(hi: 1, lo: 1))
    #expect(throws: LineFailure(.unauthenticated)) { try kiosk.line.exchange(stranger) }
  }

  @Test func aBackupIsWholeAndDamageIsSeen() throws {
    let program = CentralProgram()
    _ = try program.founded()
    let copy = program.directory.file("copy.db")
    #expect(program.ended("backup", copy).status == 0)
    #expect(access(copy, R_OK) == 0)
    #expect(program.ended("doctor").status == 0)
    let listed = try Spawned.run(["ls", program.directory.path]).output.split(separator: "\n")
    let name = try #require(
      listed.first { $0.hasPrefix("central.db-1-") && $0.hasSuffix(".org") })
    let file = program.directory.file(String(name))
    let handle = open(file, O_WRONLY)
    let noise = [UInt8](repeating: 0xAB, count: 40_000)
    #expect(pwrite(handle, noise, noise.count, 8_192) == noise.count)
    close(handle)
    // What is in the file was in the log beside it too.
    for end in ["-wal", "-shm"] { unlink(file + end) }
    #expect(program.ended("doctor").status == 3)
    // As if nothing had ever been in it.
    #expect(truncate(file, 0) == 0)
    let lost = program.ended("doctor")
    #expect(lost.status == 3 && lost.output.contains("the studio is not in it"))
    unlink(file)
    let gone = program.ended("doctor", "--json")
    #expect(gone.status == 3 && gone.output.contains(#""ok":false"#))
  }

  @Test func wrongUseSaysWhatToDo() throws {
    let program = CentralProgram()
    let missing = program.ended("organization", "add", "--name", "x")
    #expect(missing.status == 3 && missing.errors.contains("desk-central init"))
    #expect(program.ended("init").status == 0)
    #expect(program.ended("init").status == 2)
    #expect(program.ended("device", "enroll", "--role", "desk").status == 3)
    for words in [
      ["sauna"], ["device"], ["device", "enroll"], ["serve", "--listen", "x"],
      ["backup"], ["organization", "add"], ["init", "--role", "desk"], ["init", "--nonsense"],
      ["organization", "add", "--name", "x", "--timezone", "Nowhere/None"],
      ["organization", "add", "--name", "x", "--clock", "2026-11-21T08:00"],
    ] {
      let ended = try Spawned.run(
        [CentralProgram.path] + words
          + ["--store", "sqlite:\(program.directory.file("central.db"))"])
      #expect(ended.status == 2 && ended.output.isEmpty && !ended.errors.isEmpty, "\(words)")
    }
    let usage = try Spawned.run([CentralProgram.path, "staff", "add"]).errors
    #expect(usage.contains("staff add --name N --role ROLE --pin P [--location L]"), "\(usage)")
    let refused = try Spawned.run([
      CentralProgram.path, "organization", "add", "--name", "x", "--owner-pin", "12", "--json",
      "--store", "sqlite:\(program.directory.file("central.db"))",
    ])
    #expect(refused.status == 1 && refused.output.contains(#""code":"MALFORMED""#))
  }

  @Test func helpKnowsEveryCommand() throws {
    func say(_ words: String...) throws -> Spawned.Ended {
      try Spawned.run([CentralProgram.path] + words)
    }
    let overview = try say("--help")
    #expect(overview.output.contains("device enroll") && overview.status == 0)
    #expect(try say("help").output == overview.output && say().output == overview.output)
    let page = try say("help", "device", "enroll")
    #expect(page.status == 0 && page.output.hasPrefix("desk-central device enroll --role ROLE"))
    #expect(page.output.contains("lets one device in") && page.output.contains("--location L"))
    #expect(!page.output.contains("--timezone"))
    #expect(try say("device", "enroll", "--help").output == page.output)
    #expect(try say("help", "device").output.contains(page.output))
    let unknown = try say("help", "sauna")
    #expect(unknown.status == 2 && unknown.output.isEmpty && unknown.errors.contains("--help"))
  }
}
