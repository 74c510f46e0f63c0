import FoundationEssentials
import Glibc
import Support
import Testing

/// A file that breaks while there is no line, by real programs: the hourly copy and the operations since
/// take its place.
@Suite(.serialized) struct CopyEndToEndTests {
  private func damage(_ path: String) throws {
    let file = open(path, O_WRONLY)
    let noise = [UInt8](repeating: 0xA5, count: 16_384)
    try #require(pwrite(file, noise, noise.count, 0) == noise.count)
    close(file)
    for end in ["-wal", "-shm"] { unlink(path + end) }
  }

  private func names(_ desk: DeskProgram) throws -> Set<String> {
    Set(try desk.json(Printed.Member.self, "lookup", "test").members.map(\.name))
  }

  @Test(.timeLimit(.minutes(2))) func aDeskWithoutALineComesBackFromItsCopy() throws {
    let studio = try CentralStudio()
    let (desk, other) = (try studio.device(), try studio.device())
    try desk.run("register", "--first", "Naledi", "--last", "Test")
    try desk.run("sync")
    let copy = desk.data + "/copies/replica.db"
    #expect(access(copy, R_OK) == 0)
    let made = try FileTime(copy)
    try other.run("register", "--first", "Pieter", "--last", "Test")
    try other.run("sync")
    // Once an hour is enough: this contact makes no other.
    try desk.run("sync")
    #expect(try FileTime(copy) == made)
    studio.stop()
    try desk.run("register", "--first", "Zanele", "--last", "Test")
    #expect(try names(desk) == ["Naledi Test", "Pieter Test", "Zanele Test"])

    // What came between the copy and the damage comes again with the line; what was typed is here.
    try damage(desk.data + "/replica.db")
    #expect(try names(desk) == ["Naledi Test", "Zanele Test"])
    #expect(access(desk.data + "/replica.db.damaged-1", R_OK) == 0)
    // Deleting it loses nothing either.
    for end in ["", "-wal", "-shm"] { unlink(desk.data + "/replica.db" + end) }
    #expect(try names(desk) == ["Naledi Test", "Zanele Test"])
    try desk.run("register", "--first", "Busi", "--last", "Test")

    try studio.start()
    #expect(try desk.json(Printed.Sync.self, "sync").pending == 0)
    let all: Set = ["Naledi Test", "Pieter Test", "Zanele Test", "Busi Test"]
    #expect(try names(desk) == all)
    try other.run("sync")
    #expect(try names(other) == all)
    let doctor = DeskProgram.run(["doctor", "--data", desk.data])
    #expect(doctor.status == 0, "\(doctor.output)")

    // A copy that is damaged too is not believed.
    try damage(copy)
    try damage(desk.data + "/replica.db")
    #expect(try names(desk) == all)
  }

  /// On a stand-alone desk the two files that nothing could replace are copied.
  @Test(.timeLimit(.minutes(2))) func aStandAloneDeskComesBackFromItsCopies() throws {
    let desk = DeskProgram(always: CentralStudio.boss)
    _ = DeskProgram.run([
      "init", "--name", "Dark", "--timezone", "Africa/Johannesburg", "--location", "Sea Point",
      "--owner", "Olga", "--owner-pin", "4711", "--data", desk.data,
    ])
    try desk.run("register", "--first", "Naledi", "--last", "Test")
    try desk.run("sync")
    try desk.run("register", "--first", "Pieter", "--last", "Test")
    let copies = desk.data + "/copies"
    #expect(try Spawned.run(["ls", copies]).output.contains("authority.db"))
    // The authority goes back an hour, and takes again what it has forgotten.
    for end in ["", "-wal", "-shm"] { unlink(desk.data + "/authority.db" + end) }
    _ = try Spawned.run(["cp", copies + "/authority.db", desk.data + "/authority.db"])
    #expect(try desk.json(Printed.Sync.self, "sync").pending == 0)
    #expect(try names(desk) == ["Naledi Test", "Pieter Test"])
    let doctor = DeskProgram.run(["doctor", "--data", desk.data])
    #expect(doctor.status == 0, "\(doctor.output)")
  }

  private struct FileTime: Equatable {
    let seconds, nanoseconds: Int

    init(_ path: String) throws {
      var status = stat()
      try #require(stat(path, &status) == 0)
      (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
  }
}
