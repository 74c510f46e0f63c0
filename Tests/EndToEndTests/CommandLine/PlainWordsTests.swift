import FoundationEssentials
import Support
import Testing

/// What a receptionist reads says what is wanted, what was done and what may be a slip.
@Suite struct PlainWordsTests {
  private let studio: TestStudio

  init() throws { studio = try TestStudio() }

  private func errors(_ words: String..., as staff: String = TestStudio.owner) -> String {
    let run = studio.run(words: words, as: staff, json: false)
    #expect(run.status != 0 && run.output.isEmpty, "\(words): \(run.output)")
    return run.errors
  }

  @Test func aNameWhereAnIDIsWanted() throws {
    _ = try studio.member("Lerato", "Mkhize")
    let member = errors("member", "Lerato")
    #expect(member.contains("number, barcode, id or the whole name"))
    #expect(member.contains("desk lookup"))
    #expect(errors("roster", "Vinyasa").contains("desk schedule"))
    #expect(try studio.refusal("member", "Lerato") == "NOT_FOUND")
    let staff = errors("lookup", "x", as: "Olga")
    #expect(staff.contains("whole name") && staff.contains("F2"), "\(staff)")
  }

  /// What the screens ask for in a panel, a command names by its option.
  @Test func whatIsMissingIsNamedAsItIsTyped() throws {
    let nobody = DeskProgram.run(["lookup", "x", "--data", studio.data])
    #expect(nobody.status == 1 && nobody.errors.contains("Sign in first. (--as NAME --pin PIN"))
    let member = try studio.member("Lerato", "Mkhize")
    let empty = errors("grant", member, "3", "--reason", " ")
    #expect(empty.contains("A reason is needed") && empty.contains("(--reason R)"), "\(empty)")
    #expect(errors("lookup", "x", "--limit", "1000").contains("200"))
  }

  /// A list that a limit has cut says so.
  @Test func aLimitTellsWhatItLeavesOut() throws {
    _ = try studio.member("Lerato", "Mkhize")
    let all = try studio.tell("outbox")["operations"].list.count
    let cut = studio.run("outbox", "--limit", "2", json: false).output
    #expect(cut.contains("the oldest 2 of \(all); without --limit all are listed"), "\(cut)")
    let whole = studio.run("outbox", "--limit", "\(all)", json: false).output
    #expect(!whole.contains("the oldest"), "\(whole)")
  }

  /// The kiosk that gave it may not have delivered it yet.
  @Test func aReceiptThatHasNotComeIsNoWrongUse() throws {
    let undo = studio.run("undo", "r-7kqm2x", json: false)
    #expect(undo.status == 1 && undo.errors.contains("R-7KQM2X is not known here yet"), "\(undo)")
    #expect(undo.errors.contains("at the device that gave it"), "\(undo)")
    #expect(try studio.refusal("undo", "R-7KQM2X") == "NOT_FOUND")
    #expect(studio.run("undo", "R-7KQ").status == 2)
  }

  /// A line that turns round would let a note say something else than it holds.
  @Test func aNoteKeepsNothingThatTurnsItRound() throws {
    let member = try studio.member("Lerato", "Mkhize")
    _ = try studio.tell("note", member, "gate \u{202E}1174\u{202C} closed")
    let text = studio.run("render", "member", "--query", member, "--size", "120x60", json: false)
    #expect(text.output.contains("gate 1174 closed"), "\(text.output)")
  }

  @Test(arguments: [
    ("reception", "receptionist"), ("finance", "financeManager"), ("trainer", "instructor"),
  ])
  func rolesAsTheScreensCallThem(word: String, role: String) throws {
    let made = try studio.tell("staff", "add", "--name", "Rita", "--role", word, "--pin", "2468")
    #expect(made["staff"]["roles"].list == [.text(role)])
    #expect(
      errors("staff", "add", "--name", "X", "--role", "boss", "--pin", "2468")
        .contains("trainer, reception, manager"))
  }

  @Test func aPriceIsSaidInCurrency() throws {
    let made = studio.run(
      "service", "add", "--name", "Spin", "--type", "spin", "--price", "150", json: false)
    #expect(made.output.contains("R1.50"), "\(made.output)")
    let told = try studio.tell(
      "service", "add", "--name", "Flow", "--type", "yoga", "--price", "15000")
    #expect(told["service"]["price"]["minor"] == .number(15_000))
    #expect(DeskProgram.run(["help", "service", "add"]).output.contains("15000 is 150.00"))
  }

  @Test func policyIsShownAsItIsTyped() throws {
    let shown = studio.run("policy", "holdLasts=90s", "offerLasts=36h", json: false).output
    func row(_ key: String) -> [String] {
      let line = shown.split(separator: "\n").first { $0.hasPrefix(key + " ") } ?? ""
      return line.split(separator: " ").map(String.init)
    }
    for (key, words) in [
      ("bookingOpensMember", ["7d", "7d"]), ("cancelFull", ["24h", "24h"]),
      ("holdLasts", ["90s", "10m"]), ("offerLasts", ["36h", "30m"]), ("refundGrace", ["7d", "7d"]),
      ("groupLimit", ["12", "12"]), ("vipFirst", ["0", "0"]),
    ] {
      #expect(Array(row(key).dropFirst().prefix(2)) == words, "\(key)")
      #expect(row(key).count > 4, "\(key) is explained")
    }
    #expect(shown.split(separator: "\n").allSatisfy { $0.count <= 100 })
    for line in shown.split(separator: "\n").dropFirst() {
      let words = line.split(separator: " ").map(String.init)
      #expect(studio.run("policy", "\(words[0])=\(words[1])").status == 0, "\(line)")
    }
    #expect(
      try studio.tell("policy", "refundGrace=14d")["policy"].list.contains {
        $0["key"] == .text("refundGrace") && $0["value"] == .number(14)
      })
    #expect(errors("policy", "groupLimit=5m").contains("whole number"))
    #expect(errors("policy", "holdLasts=400d").contains("at most 366d"))
  }

  @Test func numbersOfAnotherSystemAreAccountedFor() throws {
    let file = studio.home.file("people.csv")
    try "number,firstName,lastName,barcode\nA-17,Ann,Able,\nA-18,Ben,Botha,B1\n,Cleo,Cele,\n"
      .write(toFile: file, atomically: true, encoding: .utf8)
    let rehearsed = studio.run("import", "members", file, "--dry-run", json: false)
    #expect(rehearsed.output.contains("1 number of the other system kept as barcodes"))
    let said = studio.run("import", "members", file, json: false)
    #expect(said.output.contains("1 number of the other system kept as barcodes"))
    #expect(try studio.tell("member", "A-17")["member"]["name"] == .text("Ann Able"))
    let again = studio.run("import", "members", file, json: false)
    #expect(!again.output.contains("barcodes"), "\(again.output)")
  }

  @Test func anExportSaysWhatItReplaced() throws {
    try studio.service()
    let number = try studio.member("Ann")
    _ = try studio.book(try studio.session(), number)
    let file = studio.home.file("ledger.csv")
    #expect(studio.run("export", "ledger", file).errors.isEmpty)
    #expect(studio.run("export", "ledger", file).errors.contains("is replaced"))
    #expect(studio.run("export", "ledger", file, json: false).errors.contains("is replaced"))
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains(",spend,-1,9,"), "\(text)")
  }

  @Test func aLikelySlipOfTheScheduleIsRemarked() throws {
    try studio.service(capacity: "18")
    _ = try studio.tell("room", "add", "--name", "Studio A", "--limit", "14")
    func add(_ more: String...) -> Spawned.Ended {
      studio.run(
        words: [
          "session", "add", "--service", "Yoga", "--start", "2026-11-21T18:00", "--room",
          "Studio A",
        ] + more)
    }
    let first = add()
    #expect(first.status == 0 && first.errors.contains("18 places, and Studio A holds 14"))
    let id = try #require(Document(first.output)?["session"]["id"].text)
    let second = add("--capacity", "14", "--confirm")
    #expect(second.status == 0 && second.errors.contains(id), "\(second.errors)")
    #expect(second.errors.split(separator: "\n").count == 1)
    let other = try #require(Document(second.output)?["session"]["id"].text)
    #expect(studio.run("session", "change", other, "start=2026-11-21T20:00").errors.isEmpty)
  }
}
