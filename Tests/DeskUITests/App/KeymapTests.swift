import DeskUI
import Languages
import Support
import Testing

@Suite struct KeymapTests {
  private let keys = Keymap.standard()

  @Test func noKeyMeansTwoThingsInOneContext() {
    #expect(keys.table.clashes().isEmpty, "\(keys.table.clashes())")
  }

  @Test func everyRowHasALabelHelpAndAKey() {
    for row in keys.table.rows {
      #expect(!row.label.isEmpty && row.label.count <= 14, "\(row.action)")
      #expect(row.help.hasSuffix(".") && row.help.count <= 76, "\(row.action)")
      #expect(!row.keys.isEmpty, "\(row.action)")
    }
  }

  /// What letters do must be within reach of people whose layout has none of them.
  @Test(arguments: Context.allCases.filter(\.isScreen))
  func aScreenIsWalkedWithoutLetters(_ context: Context) {
    for key in [Key.up, .down, .esc, .f(1), .f(2), .f(3), .f(5)] {
      #expect(keys.row(for: key, in: context, typing: true) != nil, "\(key)")
    }
  }

  @Test(arguments: Context.allCases) func lettersOnlyEditWhileTyping(_ context: Context) {
    for character in "abcdefghijklmnopqrstuvwxyz/:?,. 0123456789" {
      #expect(keys.row(for: .char(character), in: context, typing: true) == nil)
    }
  }

  @Test func panelsHearNothingOfTheScreenBelow() {
    for context in Context.allCases where !context.isScreen {
      let row = keys.row(for: .char("u"), in: context, typing: false)
      // The summary of a batch takes it back, by a row of its own.
      #expect(row == nil || context == .summary && row?.contexts == [.summary], "\(context)")
    }
    for context in [Context.kiosk, .locked, .signIn] {
      for key in [Key.f(2), .f(3), .f(6)] {
        let row = keys.row(for: key, in: context, typing: true)
        #expect(row == nil || row?.contexts == [context], "\(context) \(key)")
      }
    }
    #expect(keys.rows(in: .kiosk).map(\.label) == ["staff"] + Language.allCases.map(\.name))
  }

  /// Somebody else signs in over anything; what has been filled in is left by Esc alone.
  @Test func functionKeysLeadOnFromPanels() {
    for context in [Context.picker, .palette, .help, .filter, .question, .result, .cancel, .spots] {
      #expect(keys.row(for: .f(2), in: context, typing: true)?.action == .switchStaff)
      #expect(keys.row(for: .f(6), in: context, typing: true)?.action == .members)
    }
    for context in [Context.form, .prompt] {
      #expect(keys.row(for: .f(2), in: context, typing: true)?.action == .switchStaff)
      #expect(keys.row(for: .f(6), in: context, typing: true) == nil)
    }
  }

  @Test func remappingReplacesTheKeys() {
    let remapped = Keymap.standard(remapped: [.markAll: [.char("e"), .f(9)]])
    #expect(remapped.row(for: .f(9), in: .roster, typing: false)?.action == .markAll)
    #expect(remapped.row(for: .char("a"), in: .roster, typing: false) == nil)
    #expect(remapped.key(of: .markAll) == "e")
  }
}

/// README shows the same keys as the program obeys.
@Suite struct ReadmeKeysTests {
  @Test func readmeHasTheTable() throws {
    let wanted = String(Keymap.standard().markdown.reversed().drop { $0 == "\n" }.reversed())
    let told = try Readme.part("keys", expected: wanted)
    #expect(told == wanted, "STUDIOLOOP_RECORD=1 writes the table into README.md")
  }
}
