import FoundationEssentials
import Glibc
import Support
import Testing

/// The queue on a stick, by real programs: no line, no loss, no second effect.
@Suite(.serialized) struct OutboxFileEndToEndTests {
  private func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// A pipe is not waited for, and what no desk wrote is not read.
  @Test func whatIsNoOutboxIsTold() throws {
    let studio = try TestStudio()
    func told(_ path: String) -> String {
      let ended = studio.run("outbox", "import", path)
      #expect(ended.status == 2)
      return ended.errors
    }
    let pipe = studio.home.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(told(pipe).contains("nobody writes into"))
    let large = studio.home.file("large")
    close(open(large, O_CREAT | O_WRONLY, 0o600))
    #expect(truncate(large, 3 << 30) == 0)
    #expect(told(large).contains("no desk wrote that"))
  }

  @Test(.timeLimit(.minutes(2))) func aStickCarriesTheQueueOverAnotherDesk() throws {
    let studio = try CentralStudio()
    let (first, second) = (try studio.device(), try studio.device())
    studio.stop()
    for name in ["Naledi", "Pieter", "Zanele"] {
      try first.run("register", "--first", name, "--last", "Test", "--phone", "0821234567")
    }
    let stick = first.directory.file("stick.outbox")
    #expect(try first.json(Printed.Exported.self, "export", "outbox", stick).rows == 3)
    let file = [UInt8](try Data(contentsOf: URL(fileURLWithPath: stick)))

    // A byte that changed anywhere is found, told in words, and nothing of the file is taken.
    let spoilt = second.directory.file("spoilt.outbox")
    for place in stride(from: 0, to: file.count, by: max(1, file.count / 12)) {
      var bytes = file
      bytes[place] ^= 0x20
      try write(bytes, to: spoilt)
      let ended = DeskProgram.run(second.words(["outbox", "import", spoilt, "--json"]))
      #expect(ended.status == 3 && ended.output.isEmpty && ended.errors.contains("nothing of it"))
    }
    try write(Array(file.dropLast(200)), to: spoilt)
    #expect(DeskProgram.run(second.words(["outbox", "import", spoilt])).status == 3)
    #expect(try second.json(Printed.Sync.self, sync: 4).pending == 0)

    #expect(
      try second.json(Printed.Brought.self, "outbox", "import", stick)
        == Printed.Brought(read: 3, new: 3, known: 0, refused: 0))
    #expect(
      try second.json(Printed.Brought.self, "outbox", "import", stick)
        == Printed.Brought(read: 3, new: 0, known: 3, refused: 0))
    // It is on the disk of the desk that carries it, whatever becomes of the stick.
    unlink(stick)
    #expect(try second.json(Printed.Sync.self, sync: 4).pending == 3)

    try studio.start()
    #expect(try second.json(Printed.Sync.self, "sync").pending == 0)
    let found = try second.json(Printed.Member.self, "lookup", "test").members
    #expect(Set(found.map(\.name)) == ["Naledi Test", "Pieter Test", "Zanele Test"])
    // The desk that wrote them hears of it at its own next contact, and nobody is there twice.
    #expect(try first.json(Printed.Sync.self, "sync").pending == 0)
    let outbox = try first.json(Printed.Outbox.self, "outbox")
    #expect(
      outbox.pending == 0 && outbox.operations.map(\.state) == ["applied", "applied", "applied"])
    #expect(try first.json(Printed.Member.self, "lookup", "test").members.count == 3)

    // At the service's own machine, and once more: nothing changes.
    try write(file, to: stick)
    let brought = try studio.central.json(Printed.Brought.self, "outbox", "import", stick)
    #expect(brought == Printed.Brought(read: 3, new: 0, known: 3, refused: 0))
    try write(file.map { $0 == UInt8(ascii: "1") ? UInt8(ascii: "2") : $0 }, to: spoilt)
    let refused = studio.central.ended("outbox", "import", spoilt)
    #expect(refused.status == 3 && refused.errors.contains("nothing of it was taken"))
    for desk in [first, second] {
      let doctor = DeskProgram.run(["doctor", "--data", desk.data])
      #expect(doctor.status == 0, "\(doctor.output)")
    }
  }

  /// The service's machine takes a stick while nobody has a line.
  @Test(.timeLimit(.minutes(2))) func aStickIsTakenAtTheServiceItself() throws {
    let studio = try CentralStudio()
    let desk = try studio.device()
    studio.stop()
    try desk.run("register", "--first", "Naledi", "--last", "Test")
    let stick = desk.directory.file("stick.outbox")
    try desk.run("export", "outbox", stick)
    let whole = Printed.Brought(read: 1, new: 1, known: 0, refused: 0)
    #expect(try studio.central.json(Printed.Brought.self, "outbox", "import", stick) == whole)
    try studio.start()
    #expect(try desk.json(Printed.Sync.self, "sync").pending == 0)
    #expect(try desk.json(Printed.Outbox.self, "outbox").operations.map(\.state) == ["applied"])
    #expect(try desk.json(Printed.Member.self, "lookup", "naledi").members.count == 1)
  }

  /// The desk beside its authority hands in what it is brought at once.
  @Test(.timeLimit(.minutes(2))) func theDeskBesideItsAuthorityTakesAStickAtOnce() throws {
    let first = DeskProgram(always: CentralStudio.boss)
    _ = DeskProgram.run([
      "init", "--name", "Dark", "--timezone", "Africa/Johannesburg", "--location", "Sea Point",
      "--owner", "Olga", "--owner-pin", "4711", "--data", first.data,
    ])
    struct Code: Decodable { let code: String }
    let server = try first.start("serve", "--listen", "127.0.0.1:0")
    let url = String(server.line().dropFirst("listening on ".count))
    let code = try first.json(Code.self, "device", "enroll", "--role", "desk").code
    let second = DeskProgram(always: CentralStudio.boss)
    #expect(DeskProgram.run(["enroll", url, code, "--data", second.data]).status == 0)
    server.kill(SIGTERM)
    #expect(server.wait().status == 0)

    try second.run("register", "--first", "Naledi", "--last", "Test")
    let stick = second.directory.file("stick.outbox")
    try second.run("export", "outbox", stick)
    let whole = Printed.Brought(read: 1, new: 1, known: 0, refused: 0)
    #expect(try first.json(Printed.Brought.self, "outbox", "import", stick) == whole)
    #expect(try first.json(Printed.Member.self, "lookup", "naledi").members.count == 1)
    let again = Printed.Brought(read: 1, new: 0, known: 1, refused: 0)
    #expect(try first.json(Printed.Brought.self, "outbox", "import", stick) == again)
    #expect(try first.json(Printed.Member.self, "lookup", "naledi").members.count == 1)
  }
}

extension DeskProgram {
  /// `sync` where its exit is another than 0.
  func json(_ type: Printed.Sync.Type, sync exit: Int32) throws -> Printed.Sync {
    let ended = Self.run(words(["sync", "--json"]))
    #expect(ended.status == exit)
    return try JSONDecoder().decode(type, from: Data(ended.output.utf8))
  }
}
