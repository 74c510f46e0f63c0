import Config
import Testing

@Suite struct ParseTests {
  private func parse(_ text: String) throws(ConfigError) -> Config {
    try Config.parse(Array(text.utf8), file: "desk.toml")
  }

  @Test func valuesGoWhereTheyBelong() throws {
    let config = try parse(
      """
      display.theme = "high-contrast"
      [desk]
      data = "/srv/studio"
      location = "Sea Point"
      wait = 0
      [input]
      scan_gap_ms = 200
      [keys]
      check_in = "F5"
      a-b = "Alt+3"
      """)
    var expected = Config()
    expected.display.theme = .highContrast
    expected.desk.data = "/srv/studio"
    expected.desk.location = "Sea Point"
    expected.desk.waitSeconds = 0
    expected.input.scanGapMilliseconds = 200
    expected.keys = config.keys
    #expect(config == expected)
    #expect(config.keys.map(\.action) == ["check_in", "a-b"])
    #expect(config.keys.map(\.key) == ["F5", "Alt+3"])
    #expect(config.keys.map(\.line) == [9, 10])
  }

  @Test(arguments: ["", "\n", "# nothing\n", "\u{FEFF}", "[desk]\n[keys]\n"])
  func nothingSaidMeansTheDefaults(_ text: String) throws {
    #expect(try parse(text) == Config())
  }

  @Test(arguments: [
    (
      "[display]\ntheme = \"blue\"",
      "desk.toml:2: display.theme: is not allowed, "
        + "expected one of \"dark\", \"light\", \"high-contrast\", \"mono\""
    ),
    (
      "[display]\n\ntheme = 3",
      "desk.toml:3: display.theme: is of the wrong type, "
        + "expected one of \"dark\", \"light\", \"high-contrast\", \"mono\""
    ),
    (
      "[display]\nthem = \"dark\"",
      "desk.toml:2: display.them: is not a key, expected theme"
    ),
    (
      "[desk]\ntheme = \"dark\"",
      "desk.toml:2: desk.theme: is not a key, expected it in [display]"
    ),
    (
      "[lock]\nshoe_size = 43",
      "desk.toml:2: lock.shoe_size: is not a key, expected one of idle_minutes"
    ),
    ("[dispaly]", "desk.toml:1: [dispaly]: is not a section, expected [display]"),
    (
      "\n[printer]\nname = 1",
      "desk.toml:2: [printer]: is not a section, "
        + "expected one of [desk], [display], [input], [lock], [kiosk], [line], [power], [keys]"
    ),
    ("theme = \"dark\"", "desk.toml:1: theme: is not a key, expected it in [display]"),
    ("x = 1", "desk.toml:1: x: is not a key, expected [desk] or another section before it"),
    (
      "[[desk]]\nwait = 1",
      "desk.toml:1: desk: is not a key, expected [desk] or another section before it"
    ),
    (
      "[input]\nscan_gap_ms = 4",
      "desk.toml:2: input.scan_gap_ms: is not allowed, expected a whole number from 5 to 200"
    ),
    (
      "[input]\nscan_gap_ms = 201",
      "desk.toml:2: input.scan_gap_ms: is not allowed, expected a whole number from 5 to 200"
    ),
    (
      "[input]\nscan_gap_ms = 35.0",
      "desk.toml:2: input.scan_gap_ms: is of the wrong type, "
        + "expected a whole number from 5 to 200"
    ),
    (
      "[input]\nscan_gap_ms = \"35\"",
      "desk.toml:2: input.scan_gap_ms: is of the wrong type, "
        + "expected a whole number from 5 to 200"
    ),
    (
      "[desk]\ndata = \"\"",
      "desk.toml:2: desk.data: is not allowed, expected a text of 1 to 4096 bytes"
    ),
    (
      "[desk]\nlocation = \"a\\u001b[2Jb\"",
      "desk.toml:2: desk.location: is not allowed, expected a text of 0 to 200 bytes"
    ),
    (
      "[desk]\nlocation = 2020-01-01",
      "desk.toml:2: desk.location: is of the wrong type, expected a text of 0 to 200 bytes"
    ),
    (
      "[desk.data]",
      "desk.toml:1: desk.data: is of the wrong type, expected a text of 1 to 4096 bytes"
    ),
    (
      "[keys]\nbook = true",
      "desk.toml:2: keys.book: is of the wrong type, expected a key's name in quotes"
    ),
  ])
  func errorsSayWhereAndWhat(_ text: String, _ sentence: String) throws {
    let error = try #require(throws: ConfigError.self) { try parse(text) }
    #expect(error.description == sentence)
  }

  @Test(arguments: [
    ("[desk]\ndata = ", 2), ("[desk\n", 1), ("[desk]\nwait = 1\nwait = 2", 3),
    ("[desk]\n[desk]\n", 2), ("\n\nlocation = \"open", 3),
    ("[desk]\nwait = 99999999999999999999", 2),
  ])
  func whatIsNotTOMLNamesTheLine(_ text: String, _ line: Int) throws {
    let error = try #require(throws: ConfigError.self) { try parse(text) }
    #expect(error.reason == .notTOML)
    #expect(error.line == line)
  }

  @Test func theFirstMistakeIsTheOneTold() throws {
    let error = try #require(throws: ConfigError.self) {
      try parse("[lock]\nidle_minutes = 0\n[desk]\nwrong = 1")
    }
    #expect(error.line == 2)
  }

  @Test func noKeyReachesTheTerminalRaw() throws {
    let error = try #require(throws: ConfigError.self) {
      try parse("[desk]\n\"\\u001b[31m\\u202e\\n\" = 1")
    }
    #expect(error.key == "desk.?[31m??")
  }

  @Test func noSentenceBreaksItsLine() throws {
    for text in ["[desk]\nd\u{1b}[2J = 1", "[de\r\nsk]", "= = =", "\u{202e}"] {
      let error = try #require(throws: ConfigError.self) { try parse(text) }
      #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f })
    }
  }
}
