import DeskUI
import Testing

@Suite struct BindingTests {
  private enum Action: Hashable { case quit, help, book, open }
  private enum Context: Hashable { case roster, schedule }

  private let table = Bindings<Action, Context>([
    Binding(.help, [.f(1), .char("?")], "help", help: "Explains the screen."),
    Binding(.quit, [.char("q")], "quit", help: "Leaves.", danger: .irreversible),
    Binding(.book, [.char("b")], "book", help: "Books.", in: [.roster]),
    Binding(.open, [.enter, .char("q")], "roster", help: "Opens it.", in: [.schedule]),
  ])

  @Test func contextWinsOverEverywhere() {
    #expect(table.row(for: .char("q"), in: .roster)?.action == .quit)
    #expect(table.row(for: .char("q"), in: .schedule)?.action == .open)
    #expect(table.row(for: .char("b"), in: .schedule) == nil)
    #expect(table.rows(in: .roster).map(\.action) == [.help, .quit, .book])
    #expect(table.row(of: .help)?.keyText == "F1 / ?")
    #expect(table.clashes().isEmpty)
  }

  @Test func printableKeysOnlyEditWhileTyping() {
    #expect(table.row(for: .char("?"), in: .roster, typing: true) == nil)
    #expect(table.row(for: .f(1), in: .roster, typing: true)?.action == .help)
  }

  @Test func remappedKeysMayClash() {
    var table = table
    table.remap(.book, to: [.char("q"), .f(1)])
    #expect(table.row(for: .char("q"), in: .roster)?.action == .book)
    #expect(table.clashes().isEmpty)
    table.remap(.help, to: [.char("q")])
    let clash = table.clashes().first
    #expect(clash?.key == .char("q") && clash?.actions == [.help, .quit])
    #expect(clash?.context == nil && table.clashes().count == 1)
  }

  @Test func everyKeyNameReadsBack() {
    let named: [Key] = [
      .enter, .esc, .tab, .backtab, .backspace, .insert, .delete, .up, .down, .left, .right, .home,
      .end, .pageUp, .pageDown, .char(" "), .char("w"), .char("W"), .char("f"), .char("é"),
      .ctrl("r"), .alt("3"), .alt("F"), .alt(" "), .alt("+"),
    ]
    for key in named + (1...12).map(Key.f) {
      #expect(!key.name.isEmpty)
      #expect(Key(name: key.name) == key, "\(key.name)")
    }
    #expect(Key(name: "SPACE") == .char(" "))
    #expect(Key(name: "alt+3") == .alt("3"))
    for wrong in ["", "F0", "F13", "Ctrl+", "Ctrl+1", "Alt+", "Alt+Up", "Meta+x", "ab"] {
      #expect(Key(name: wrong) == nil, "\(wrong)")
    }
  }
}
