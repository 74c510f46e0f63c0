import Central
import CentralPostgres
import Domain
import Support
import Testing
import Wire

/// Whatever stands in a text, it is kept as it is and stops nothing beside it.
@Suite struct TextTests {
  private func kept(_ texts: [String]) throws {
    let store = try TestDatabase.store()
    var chance = Chance(seed: 1)
    let notes = texts.enumerated().map { number, text in
      var note = Note()
      note.id = ID(Bits128(hi: 3, lo: UInt64(number)))
      note.text = text
      return note
    }
    try store.commit {
      let (arrival, verdict) = try chance.kept(at: 1)
      try store.keep(arrival, verdict)
      try store.write(notes.map { .put($0) }, at: 1)
    }
    var facts = Facts()
    let again = try store.reopened()
    try again.commit { try again.answer(notes.map { .note($0.id) }, into: &facts) }
    // Canonical equivalence is not enough: the very scalars come back.
    for note in notes {
      let found = try #require(facts[note.id]).text
      #expect(found.unicodeScalars.elementsEqual(note.text.unicodeScalars))
    }
    for text in texts.prefix(20) {
      try again.setNoteAndReadIt(text)
    }
  }

  @Test func whatIsHardToKeep() throws {
    try kept([
      "", "\0", "\0\0", "a\0b", "\u{10FFFF}", "\u{10FFFF}0", "\u{10FFFF}\0",
      "\0\u{10FFFF}0\u{10FFFF}",
      "\u{10FFFE}", "\u{FFFE}\u{FFFF}", "e\u{301}", "é", "'; DROP TABLE note; --", "\\x00", "{}",
      "NULL",
      "\u{FEFF}x", "\u{202E}abc", "👩‍👩‍👧‍👦", String(repeating: "x", count: 100_000),
    ])
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func whatChanceWrites(seed: UInt64) throws {
    var chance = Chance(seed: seed)
    try kept((0..<200).map { _ in chance.text() })
  }

  @Test(.enabled(if: SharedData.has("names/blns.txt"), "shared data is not here"))
  func naughtyStrings() throws {
    try kept(SharedData.text("names/blns.txt").split(separator: "\n").map(String.init))
  }
}

extension PostgresAuthorityStore {
  /// A name of a note is a text of a query too.
  fileprivate func setNoteAndReadIt(_ name: String) throws {
    let value = [UInt8](name.utf8)
    try commit { try setNote(name, value) }
    #expect(try note(name) == value)
  }
}
