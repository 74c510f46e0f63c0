import Support
import Testing

/// README tells the commands as the command table has them.
@Suite struct ReadmeCommandsTests {
  @Test func tellsEveryCommand() throws {
    let told = DeskProgram.run(["help", "--markdown"])
    let expected = String(told.output.reversed().drop { $0 == "\n" }.reversed())
    #expect(expected.hasPrefix("| command |"))
    let found = try Readme.part("commands", expected: expected)
    #expect(found == expected, "STUDIOLOOP_RECORD=1 writes the table into README.md")
  }
}
