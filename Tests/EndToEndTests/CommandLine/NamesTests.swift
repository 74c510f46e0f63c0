import Support
import Testing

/// Whoever types has names and times at hand, not ids; and two of one name are told apart.
@Suite struct NamesTests {
  private let studio: TestStudio

  init() throws { studio = try TestStudio() }

  private func errors(_ words: String..., status: Int32 = 2) -> String {
    let run = studio.run(words: words, json: false)
    #expect(run.status == status && run.output.isEmpty, "\(words): \(run.status) \(run.output)")
    return run.errors
  }

  @Test func aMemberIsFoundByAWholeNameThatNobodyElseHas() throws {
    let number = try studio.member("Lerato", "Mkhize", credits: nil)
    _ = try studio.tell("grant", "lerato mkhizé", "3", "--reason", "welcome")
    #expect(try studio.tell("member", "Lerato Mkhize")["member"]["number"] == .text(number))
    #expect(try studio.refusal("member", "Lerato") == "NOT_FOUND")
    let other = try studio.member("Lerato", "Mkhize", credits: nil)
    let several = errors("grant", "Lerato Mkhize", "3", "--reason", "welcome")
    #expect(several.contains("2 have the name") && several.contains(number))
    #expect(several.contains(other))
  }

  @Test func aSessionIsFoundByServiceAndTime() throws {
    try studio.service()
    try studio.service("Aqua")
    let (early, late) = (try studio.session(), try studio.session(start: "19:30"))
    let next = try studio.session("Aqua", start: "2026-11-22T18:00")
    let member = try studio.member("Ann")
    func found(_ words: String) throws -> Document {
      try studio.tell("roster", words)["session"]["id"]
    }
    #expect(try found("Yoga 18:00") == .text(early))
    #expect(try found("yo 19:30") == .text(late))
    #expect(try found("aqua tomorrow") == .text(next))
    #expect(try found("2026-11-22 18:00") == .text(next))
    #expect(try studio.refusal("roster", "Aqua") == "NOT_FOUND")
    #expect(try studio.refusal("roster", "tomorrow") == "NOT_FOUND")
    let several = errors("book", "Yoga", member)
    #expect(several.contains(early) && several.contains(late) && several.contains("18:00"))
    #expect(errors("roster", "Yoga", "18:00").contains("quote"))
    #expect(errors("roster", "Spin 6:00", status: 1).contains("Yoga 18:00"))
    // One that is called off stands in nobody's way.
    _ = try studio.tell("session", "cancel", "Yoga 18:00")
    _ = try studio.tell("book", "Yoga", "Ann Member")
    _ = try studio.tell("note", "Yoga", "mats are wet")
    #expect(studio.run("roster", late, json: false).output.contains("mats are wet"))
  }

  @Test func twoOfTheStaffAreToldApart() throws {
    _ = try studio.staff("Thandi Mthembu", "trainer", pin: "1111")
    let words = [
      "staff", "add", "--name", "thandi mthembu", "--role", "reception", "--pin", "2222",
    ]
    let run = studio.run(words: words, json: false)
    #expect(run.status == 1 && run.errors.contains("tells the two apart"), "\(run.errors)")
    // The same operation again is the same person.
    let again =
      ["staff", "add", "--name", "Sipho", "--role", "reception", "--pin", "3333"]
      + ["--operation", "0190f5a2-7c1e-7d3a-9b50-1f2e3d4c5b6a"]
    let first = studio.run(words: again)
    #expect(first.status == 0 && studio.run(words: again).output == first.output)
    #expect(
      errors("service", "add", "--name", "Yoga", "--type", "yoga", "--leader", "X", status: 1)
        .contains("can lead it"))
  }

  @Test func aNewPINIsNotTakenForOnesOwn() throws {
    let missing = errors("staff", "add", "--name", "Rita", "--role", "reception")
    #expect(missing.contains("once after --as") && missing.contains("--pin THEIRS"), "\(missing)")
    let made = studio.run(
      "staff", "add", "--name", "Rita", "--role", "reception", "--pin", "2468", json: false)
    #expect(made.output.hasPrefix("Rita is on the staff: reception"), "\(made.output)")
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["1357", "1358"])
  func aTerminalAsksForPINsUnseen(again: String) throws {
    let terminal = try Tmux(
      "\(DeskProgram.path) --data \(studio.data) --clock 2026-11-21T09:00 staff add --name Rita "
        + "--role reception --as \"\(TestStudio.owner)\"; echo ended $?; stty -a",
      width: 120)
    for (question, pin) in [
      ("your PIN:", TestStudio.pin), ("PIN of the new person:", "1357"),
      ("the same again:", again),
    ] {
      try terminal.wait(for: question)
      try terminal.type(pin)
      try terminal.enter()
    }
    let isSame = again == "1357"
    try terminal.wait(for: isSame ? "Rita is on the staff" : "differ", " echo ", " icanon ")
    let screen = try terminal.screen()
    #expect(screen.contains("ended \(isSame ? 0 : 2)"), "\(screen)")
    #expect(!screen.contains(TestStudio.pin) && !screen.contains("135"), "\(screen)")
    let signsIn = studio.run("lookup", "x", as: "Rita", pin: "1357")
    #expect(signsIn.status == (isSame ? 0 : 1), "\(signsIn.errors)")
  }

  @Test func aFormIsSignedBeforeItIsOnRecord() throws {
    let member = try studio.member("Ann")
    for field in ["parqOn", "waiverOn", "termsOn"] {
      #expect(errors("edit", member, "\(field)=2026-11-22").contains("still to come"))
    }
    _ = try studio.tell("edit", member, "parqOn=2026-11-21")
  }
}
