import Domain
import Support
import Testing
import Wire

@Suite struct RowLineTests {
  private static let key = Bits128(hi: 0x0123_4567_89ab_7def, lo: 0x8123_4567_89ab_cdef)

  @Test func aRowStandsAsOneLine() throws {
    var note = Note()
    note.id = ID(Self.key)
    note.text = "a \"b\" / ǃ\n"
    note.at = Instant(1_795_000_000)
    let line = try RowLine.encode(.put(note))
    #expect(
      String(decoding: line, as: UTF8.self)
        == #"["note","ASNFZ4mrfe+BI0VniavN7w==",null,null,"a \"b\" / ǃ\n",1795000000,null,0]"#)
    guard case .put(let back as Note) = try RowLine.change(line) else {
      Issue.record("no note")
      return
    }
    #expect(back == note)
  }

  @Test func anEndIsALineToo() throws {
    let line = try RowLine.encode(.delete(.booking, Self.key))
    #expect(String(decoding: line, as: UTF8.self) == #"["-booking","ASNFZ4mrfe+BI0VniavN7w=="]"#)
    guard case .delete(.booking, Self.key) = try RowLine.change(line) else {
      Issue.record("no end of a booking")
      return
    }
  }

  /// An older program sends fewer fields, a newer one more.
  @Test func fieldsMayBeMissingOrMoreAtTheEnd() throws {
    let short = #"["note","ASNFZ4mrfe+BI0VniavN7w==",null,null,"old"]"#
    let long = #"["note","ASNFZ4mrfe+BI0VniavN7w==",null,null,"new",5,null,1,"more",7]"#
    for (text, line, removed) in [("old", short, false), ("new", long, true)] {
      guard case .put(let note as Note) = try RowLine.change(Array(line.utf8)) else {
        Issue.record("no note in \(line)")
        continue
      }
      #expect(note.text == text && note.removed == removed)
    }
  }

  @Test(arguments: [
    ("", WireError.Code.malformedRow), ("{}", .malformedRow), ("[]", .malformedRow),
    ("[1]", .malformedRow), (#"["sauna","x"]"#, .unknownTable), (#"["-note"]"#, .malformedRow),
    (#"["-note","x"]"#, .malformedRow), (#"["note","short"]"#, .malformedRow),
    (#"["note",7]"#, .malformedRow), (#"["note","ASNFZ4mrfe+BI0VniavN7w==",1]"#, .malformedRow),
    (#"["booking","ASNFZ4mrfe+BI0VniavN7w==",1.5]"#, .malformedRow),
  ])
  func whatIsNoRowIsTold(line: String, code: WireError.Code) {
    #expect(throws: WireError(code)) { try RowLine.change(Array(line.utf8)) }
  }

  /// Whatever a text holds comes back, and other ways to write it are read.
  @Test func textsComeBackWhateverTheyHold() throws {
    var chance = SeededGenerator(seed: 6)
    let pieces = [
      "\"", "\\", "/", "\n", "\r\t", "\u{1}", "\u{1F}", "é", "ǃ", "👩‍👧", "\u{2028}", "a", "[,]",
    ]
    for _ in 0..<300 {
      var note = Note()
      note.id = ID(Self.key)
      note.text = (0..<Int.random(in: 0...6, using: &chance)).map { _ in
        pieces[Int.random(in: pieces.indices, using: &chance)]
      }.joined()
      note.at = Instant([0, -1, .max, .min, 1_795_000_000].randomElement(using: &chance) ?? 0)
      guard case .put(let back as Note) = try RowLine.change(RowLine.encode(.put(note))) else {
        Issue.record("no note")
        return
      }
      #expect(back == note)
    }
    let line =
      #" [ "note" , "ASNFZ4mrfe+BI0VniavN7w==",null,null,"\u00e9\/\ud83d\ude00\b\f" , 7 ] "#
    guard case .put(let note as Note) = try RowLine.change(Array(line.utf8)) else {
      Issue.record("no note")
      return
    }
    #expect(note.text == "é/😀\u{8}\u{C}" && note.at == Instant(7))
  }

  @Test(arguments: [
    #"["note","\ud83d"]"#, #"["note","\ud83dx"]"#, #"["note","\ude00"]"#, #"["note","\x"]"#,
    #"["note","\u12"]"#,
    #"["note","a]"#, #"["note",01]"#, #"["note",9223372036854775808]"#, #"["note",-]"#,
    #"["note",]"#,
    #"["note" "x"]"#, #"["note"],"#, #"["note",nul]"#, #"["note",[]]"#, "[\"note\",\"\u{1}\"]",
  ])
  func whatIsNoListIsTold(line: String) {
    #expect(throws: WireError(.malformedRow)) { try RowLine.change(Array(line.utf8)) }
  }

  @Test func textsThatAreNoUTF8AreNone() {
    let line = Array(#"["note",""#.utf8) + [0xC3, 0x28] + Array(#""]"#.utf8)
    #expect(throws: WireError(.malformedRow)) { try RowLine.change(line) }
  }

  /// Any bytes give a row or an error, and never an end of the program.
  @Test func nothingTrapsIt() throws {
    var chance = SeededGenerator(seed: 5)
    let good = Array(#"["note","ASNFZ4mrfe+BI0VniavN7w==",null,null,"text",5,null,1]"#.utf8)
    var errors = 0
    for _ in 0..<3_000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...4, using: &chance) {
        bytes[Int.random(in: 0..<bytes.count, using: &chance)] = UInt8.random(
          in: 0...255, using: &chance)
      }
      do { _ = try RowLine.change(bytes) } catch { errors += 1 }
    }
    #expect(errors > 1_000)
  }
}
