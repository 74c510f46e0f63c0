import Support
import Testing

/// A pass as a file and on paper, as a reader of somebody else's sees it.
@Suite struct PassPictureTests {
  @Test func isReadFromItsFile() throws {
    let studio = try TestStudio()
    try studio.service()
    let code = try #require(
      try studio.book(try studio.session(), try studio.member("Anna"))["code"].text)
    let folder = TemporaryDirectory()
    let file = folder.file("pass.png")
    let told = try studio.tell("qr", code, "--png", file, at: "17:40")
    #expect(told["file"] == .text(file))
    let payload = try #require(told["payload"].text)
    let seen = try Spawned.run(["zbarimg", "-q", "--raw", file])
    #expect(seen.output == payload + "\n")
    let again = studio.run("qr", code, "--png", file, at: "17:40", json: false)
    #expect(again.output.contains("the picture is in \(file)"))
    #expect(again.errors.contains("the file that was there before is replaced"))
  }

  @Test func isNeverPutAmongTheStudiosFiles() throws {
    let studio = try TestStudio()
    try studio.service()
    let code = try #require(
      try studio.book(try studio.session(), try studio.member("Anna"))["code"].text)
    let run = studio.run("qr", code, "--png", "\(studio.data)/operations.db", at: "17:40")
    #expect(run.status == 2)
    #expect(run.errors.contains("is in the data directory"))
    #expect(try studio.tell("doctor", as: nil)["ok"] == .flag(true))
  }

  @Test func onPaperTheWordsStandUnderThePicture() throws {
    let studio = try TestStudio()
    try studio.service()
    let code = try #require(
      try studio.book(try studio.session(), try studio.member("Anna"))["code"].text)
    let lines = studio.run("qr", code, at: "17:40", json: false).output.split(separator: "\n")
      .suffix(4)
    #expect(lines.first?.contains("-") == true, "the code as it is typed")
    #expect(lines.contains { $0.hasPrefix("Anna ") })
    #expect(lines.contains { $0.contains("2026-11-21 18:00") })
  }
}
