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
  private struct Founded: Decodable {
    struct Row: Decodable {
      let id: String
      let name: String
    }
    let organization: Row
    let location: Row
    let staff: Row
  }
  private struct Code: Decodable {
    let code: String
    let expires: String
  }

  private func founded(_ program: CentralProgram) throws -> Founded {
    #expect(program.ended("init").status == 0)
    return try program.json(
      Founded.self, "organization", "add", "--name", "Lotus", "--timezone",
      "Africa/Johannesburg", "--location", "Sea Point", "--owner", "Olga", "--owner-pin", "4711")
  }

  /// A desk that was let in, with an empty file.
  private struct Device {
    let line: HTTPLine
    let welcome: Paperwork.Welcome
    let epoch = Epoch(UInt64.random(in: 1...UInt64.max))

    init(at url: String, _ code: String, in directory: TemporaryDirectory) throws {
      let key = SigningKey()
      let address = try ServiceAddress(url)
      welcome = try Enrolling.enrol(at: address, code: code, key: key, name: "desk")
      let file = directory.file("service.pem")
      try (welcome.certificate ?? "").write(toFile: file, atomically: true, encoding: .utf8)
      line = HTTPLine(
        to: address,
        as: HTTPLine.Credentials(
          organization: welcome.organization, device: welcome.device, key: key,
          signingKey: welcome.signingKey.bytes, pins: welcome.pins,
          certificateFile: welcome.certificate.map { _ in file }), clockIsTrusted: { true })
    }

    var request: ExchangeRequest {
      ExchangeRequest(
        device: welcome.device, epoch: epoch, previous: Chain.start, cursor: 0, acknowledged: 0)
    }

    /// One operation, the first of its file, by somebody of the staff.
    func incident(by staff: String) throws -> ExchangeRequest {
      let now = Instant(Int64(time(nil)))
      let operation = Operation(
        id: ID(Bits128(milliseconds: now.seconds * 1_000, random: randomBytes(16))),
        device: welcome.device, location: welcome.location,
        actor: .staff(try #require(ID(text: staff))), channel: .desk, at: now,
        intent: ReportIncident(text: "the lamp is broken"))
      let header = OperationHeader(
        operation, epoch: epoch, seq: 1, clock: .verified, wall: now, mono: 1,
        boot: Bits128(hi: 1, lo: 1))
      var request = request
      request.operations = [
        StoredOperation(
          header: try PayloadCodec.encode(header),
          payload: try PayloadCodec.encode(operation.intent))
      ]
      return request
    }
  }

  private func enrol(
    _ program: CentralProgram, _ founded: Founded, at url: String
  ) throws -> Device {
    let code = try program.json(
      Code.self, "device", "enroll", "--role", "desk", "--location", founded.location.id)
    #expect(code.expires.hasSuffix("+02:00"))
    return try Device(at: url, code.code, in: program.directory)
  }

  private func serve(
    _ program: CentralProgram, _ options: [String], at place: String
  ) throws -> CentralProgram.Running {
    try program.serve(words: ["--listen", place] + options)
  }

  @Test(arguments: [[], ["--tls"]]) func aDeskIsServed(options: [String]) throws {
    let program = CentralProgram()
    let founded = try founded(program)
    let service = try serve(program, options, at: "127.0.0.1:0")
    #expect(service.url.hasPrefix(options.isEmpty ? "http://127.0.0.1:" : "https://127.0.0.1:"))
    let device = try enrol(program, founded, at: service.url)
    #expect(device.welcome.organization.text == founded.organization.id)
    #expect(device.welcome.location.text == founded.location.id)
    let push = try device.incident(by: founded.staff.id)
    let answer = try device.line.exchange(push)
    #expect(answer.storedTo == 1 && answer.outcomes.map(\.outcome.state) == [.applied])

    // Somebody at the service's own machine, while it runs.
    struct Located: Decodable { let location: Founded.Row }
    let place = try program.json(
      Located.self, "location", "add", "--name", "Kloof", "--timezone", "Africa/Johannesburg")
    struct Hired: Decodable { let staff: Founded.Row }
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
    let founded = try founded(program)
    let service = try program.serve("--listen", "127.0.0.1:0")
    let device = try enrol(program, founded, at: service.url)
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
      ContinuousClock.now - began < .seconds(10)
    {
      usleep(5_000)
    }
    #expect(service.end(SIGTERM) == 0)
    while answered.withLock({ $0 == nil }), ContinuousClock.now - began < .seconds(20) {
      usleep(5_000)
    }
    #expect(try answered.withLock { try $0?.get() } == 0)
    #expect(ContinuousClock.now - began < .seconds(20))
  }

  private func metrics(_ url: String) -> String {
    (try? Spawned.run(["curl", "-s", "\(url)/metrics"]).output) ?? ""
  }

  @Test func twoOrganizationsAreTwo() throws {
    let program = CentralProgram()
    let first = try founded(program)
    let service = try program.serve("--listen", "127.0.0.1:0")
    // Founded while the service runs.
    let second = try program.json(
      Founded.self, "organization", "add", "--name", "Iron", "--timezone", "Europe/Berlin",
      "--location", "Mitte", "--owner", "Otto", "--owner-pin", "4711")
    #expect(program.ended("device", "enroll", "--role", "desk").status == 2)
    let code = try program.json(
      Code.self, "device", "enroll", "--role", "kiosk", "--organization", "Iron")
    let kiosk = try Device(at: service.url, code.code, in: program.directory)
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
    _ = try founded(program)
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
    let refused = try Spawned.run([
      CentralProgram.path, "organization", "add", "--name", "x", "--owner-pin", "12", "--json",
      "--store", "sqlite:\(program.directory.file("central.db"))",
    ])
    #expect(refused.status == 1 && refused.output.contains(#""code":"MALFORMED""#))
    #expect(try Spawned.run([CentralProgram.path, "--help"]).output.contains("device enroll"))
  }
}

/// Runs on a thread of its own.
private func spawn(_ body: @escaping @Sendable () -> Void) {
  final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var thread = pthread_t()
  let work = Unmanaged.passRetained(Work(body))
  pthread_create(
    &thread, nil,
    {
      if let argument = $0 { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
      return nil
    }, work.toOpaque())
  pthread_detach(thread)
}
