import Config
import Glibc
import Support
import Testing

@Suite struct FilesTests {
  private let directory = TemporaryDirectory()

  @Test(arguments: [
    ("/x/my.toml", ["STUDIOLOOP_CONFIG": "/env"], "/x/my.toml"),
    (nil, ["STUDIOLOOP_CONFIG": "/env", "XDG_CONFIG_HOME": "/xdg"], "/env"),
    (nil, ["XDG_CONFIG_HOME": "/xdg", "HOME": "/home/a"], "/xdg/studioloop/desk.toml"),
    (nil, ["HOME": "/home/a"], "/home/a/.config/studioloop/desk.toml"),
    (nil, ["XDG_CONFIG_HOME": "rel", "HOME": "/h"], "/h/.config/studioloop/desk.toml"),
    (nil, ["XDG_CONFIG_HOME": "", "STUDIOLOOP_CONFIG": ""], "/etc/studioloop/desk.toml"),
    (nil, [:], "/etc/studioloop/desk.toml"),
  ])
  func theFirstPlaceWins(_ explicit: String?, _ environment: [String: String], _ path: String) {
    #expect(
      Config.locate(explicit: explicit, environment: environment, exists: { _ in true }) == path)
  }

  @Test func placesThatAreEmptyAreSkipped() {
    let environment = ["XDG_CONFIG_HOME": "/xdg"]
    let found = Config.locate(
      explicit: nil, environment: environment, exists: { $0.hasPrefix("/etc") })
    #expect(found == "/etc/studioloop/desk.toml")
    #expect(Config.locate(explicit: nil, environment: environment, exists: { _ in false }) == nil)
    #expect(
      Config.locate(explicit: "/none", environment: environment, exists: { _ in false }) == "/none")
  }

  @Test func whatCannotBeReadSaysWhy() throws {
    let missing = try #require(throws: ConfigError.self) {
      try Config.load(directory.file("none.toml"))
    }
    #expect(missing.reason == .unreadable(ENOENT) && missing.line == nil)
    let folder = try #require(throws: ConfigError.self) { try Config.load(directory.path) }
    #expect(folder.reason == .unreadable(EISDIR))
    let endless = try #require(throws: ConfigError.self) { try Config.load("/dev/zero") }
    #expect(endless.reason == .tooLarge)
  }

  @Test func aFileIsReadWhole() throws {
    let path = directory.file("desk.toml")
    let file = try #require(fopen(path, "w"))
    for _ in 0..<5_000 { fputs("# a line of comment\n", file) }
    fputs("[lock]\nidle_minutes = 7\n", file)
    fclose(file)
    #expect(try Config.load(path).lock.idleMinutes == 7)
  }
}
