import Languages

/// Keys of the single screens; a screen's rows stand in the order of its key line.
extension Keymap {
  static let scheduleRows: [Row] = [
    Row(.open, [.enter], "roster", help: "Opens the people of the session.", in: [.schedule]),
    Row(
      .book, [.char("b")], "book", help: "Books a member into the session.", in: [.schedule],
      danger: .reversible),
    Row(.filter, [.char("f")], "filter", help: "Shows only some sessions.", in: [.schedule]),
    Row(.today, [.char("t")], "today", help: "Goes to today and to now.", in: [.schedule]),
    Row(.dayView, [.char("d")], "day", help: "Shows one day.", in: [.schedule]),
    Row(.weekView, [.char("w")], "week", help: "Shows a week.", in: [.schedule]),
    Row(.monthView, [.char("m")], "month", help: "Shows a month with counts.", in: [.schedule]),
    Row(
      .previousDay, [.char(","), .char("[")], "earlier",
      help: "Goes back a day, a week or a month.", in: [.schedule]),
    Row(
      .nextDay, [.char("."), .char("]")], "later", help: "Goes on a day, a week or a month.",
      in: [.schedule]),
    Row(.goToDate, [.char("g")], "date", help: "Goes to a date.", in: [.schedule]),
    Row(
      .leaders, [.char("r")], "rooms/leaders", help: "Columns are rooms, or leaders.",
      in: [.schedule]),
    Row(.list, [.char("l")], "list/grid", help: "A list by time, or a grid.", in: [.schedule]),
    Row(.allLocations, [.char("a")], "locations", help: "One location, or all.", in: [.schedule]),
    Row(.own, [.char("o")], "own/all", help: "One's own classes, or all.", in: [.schedule]),
    Row(.left, [.left, .char("h")], "left", help: "One column left.", in: [.schedule]),
    Row(.right, [.right], "right", help: "One column right.", in: [.schedule]),
  ]

  static let rosterRows: [Row] = [
    Row(
      .mark, [.char(" ")], "in/out", help: "Marks here, or takes the mark away.", in: [.roster],
      danger: .reversible),
    Row(
      .markAll, [.char("a")], "all in", help: "Marks everybody who is still missing.",
      in: [.roster], danger: .reversible),
    Row(
      .markAbsent, [.char("x")], "absent", help: "Marks as not here.", in: [.roster],
      danger: .reversible),
    Row(
      .submit, [.enter], "submit",
      help: "Stores all marks; without marks checks in, or shows who is in.",
      in: [.roster], danger: .reversible),
    Row(
      .cancel, [.char("c")], "cancel", help: "Cancels the booking; shows first what returns.",
      in: [.roster], danger: .irreversible),
    Row(
      .walkIn, [.char("w")], "walk-in", help: "Books somebody who is here and checks them in.",
      in: [.roster], danger: .reversible),
    Row(
      .book, [.char("b")], "book", help: "Books a member into this session.", in: [.roster],
      danger: .reversible),
    Row(.profile, [.char("v")], "profile", help: "Shows the member.", in: [.roster]),
    Row(
      .waitlist, [.char("l")], "waitlist", help: "Puts a member on the waitlist.", in: [.roster],
      danger: .reversible),
    Row(
      .promote, [.char("p")], "promote", help: "Gives one who waits a place.", in: [.roster],
      danger: .reversible),
    Row(
      .more, [.char("+")], "add places", help: "Adds places to the booking.", in: [.roster],
      danger: .reversible),
    Row(
      .fewer, [.char("-")], "fewer places", help: "Gives places of the booking back.",
      in: [.roster], danger: .irreversible),
    Row(
      .move, [.char("m")], "move", help: "Moves the booking to another session.", in: [.roster],
      danger: .reversible),
    Row(
      .forgive, [.char("f")], "forgive", help: "Takes a no-show back, or what is owed.",
      in: [.roster], danger: .irreversible),
    Row(
      .judge, [.char("J")], "judge", help: "Ends the attendance: who is missing is a no-show.",
      in: [.roster], danger: .irreversible),
    Row(.note, [.char("n")], "note", help: "Writes a note on the session.", in: [.roster]),
    Row(.incident, [.char("i")], "incident", help: "Puts an incident on record.", in: [.roster]),
    Row(
      .pass, [.char("y")], "QR pass", help: "Draws the booking's pass for a phone.",
      in: [.roster]),
    Row(.left, [.left], "earlier", help: "To the session before this one.", in: [.roster]),
    Row(.right, [.right], "later", help: "To the session after this one.", in: [.roster]),
  ]

  static let checkInRows: [Row] = [
    Row(
      .submit, [.enter], "check in", help: "Checks in by the code typed.", in: [.checkIn],
      danger: .reversible),
    Row(
      .complete, [.tab], "by name", help: "Finds the person by name instead.", in: [.checkIn]),
    Row(
      .override, [.ctrl("o")], "let in",
      help: "Lets in: against a rule with a reason, offline an unknown code.",
      in: [.checkIn], danger: .reversible),
    Row(
      .walkIn, [.ctrl("w")], "walk-in", help: "Books who has no booking here, and checks them in.",
      in: [.checkIn], danger: .reversible),
    Row(
      .pass, [.ctrl("y")], "QR pass", help: "Draws the pass of the booking shown.",
      in: [.checkIn]),
    Row(.open, [.ctrl("r")], "its roster", help: "Opens the session shown.", in: [.checkIn]),
  ]

  static let memberRows: [Row] = [
    Row(.open, [.enter], "profile", help: "Shows the member.", in: [.members]),
    Row(
      .book, [.ctrl("b")], "book", help: "Books the member into a session.", in: [.members],
      danger: .reversible),
    Row(.register, [.ctrl("n")], "new", help: "Registers somebody new.", in: [.members]),
    Row(.open, [.enter], "open", help: "Opens the roster, or the relative.", in: [.profile]),
    Row(
      .mark, [.char(" ")], "check in", help: "Checks in by the booking selected.",
      in: [.profile], danger: .reversible),
    Row(
      .book, [.char("b")], "book", help: "Books the member into a session.", in: [.profile],
      danger: .reversible),
    Row(
      .cancel, [.char("c")], "cancel", help: "Cancels the booking; shows first what returns.",
      in: [.profile], danger: .irreversible),
    Row(
      .pass, [.char("y")], "QR pass", help: "Draws the booking's pass for a phone.",
      in: [.profile]),
    Row(.edit, [.char("e")], "edit", help: "Changes what is known of the member.", in: [.profile]),
    Row(.note, [.char("n")], "note", help: "Writes a note on the member.", in: [.profile]),
    Row(
      .grant, [.char("+")], "credits",
      help: "Sells or gives credits; the money is taken elsewhere.", in: [.profile]),
    Row(.incident, [.char("i")], "incident", help: "Puts an incident on record.", in: [.profile]),
    Row(.next, [.tab, .right], "next list", help: "Shows the next list.", in: [.profile]),
    Row(
      .previous, [.backtab, .left], "list before", help: "Shows the list before.", in: [.profile]),
    Row(
      .filter, [.char("f")], "waiting only", help: "Shows only what is not yet confirmed.",
      in: [.outbox]),
    Row(
      .tryLine, [.char("s")], "try the line",
      help: "Asks the service now, however far off the next try is.", in: [.outbox]),
    Row(
      .makeReady, [.char("p")], "get ready",
      help: "Readies the desk for a power cut: fetches, copies, says what is missing.",
      in: [.outbox]),
    Row(
      .toStick, [.char("w")], "to a stick", help: "Writes what is not delivered to a file.",
      in: [.outbox]),
    Row(
      .fromStick, [.char("t")], "from a stick", help: "Takes what another desk wrote to a file.",
      in: [.outbox]),
  ]

  static let decisionRows: [Row] = [
    Row(
      .settle, [.enter], "settle", help: "Shows the choices; a digit goes straight to one.",
      in: [.decisions], danger: .irreversible),
    Row(
      .open, [.char("r")], "its roster", help: "Opens the session that it is about.",
      in: [.decisions]),
    Row(.profile, [.char("v")], "profile", help: "Shows the member.", in: [.decisions]),
    Row(
      .filter, [.char("f")], "settled too", help: "Shows also what is settled, or only told.",
      in: [.decisions]),
  ]

  static let summaryRows: [Row] = [
    Row(.choose, [.enter], "OK", help: "Closes the summary.", in: [.summary]),
    Row(
      .undo, [.char("u"), .alt("u")], "undo all", help: "Takes the whole batch back.",
      in: [.summary]),
  ]

  static let outageRows: [Row] = [
    Row(
      .corrections, [.char("c")], "corrections",
      help: "Shows what was corrected of people's attendance.", in: [.outbox]),
    Row(
      .open, [.enter], "its roster", help: "Opens the session that it is about.",
      in: [.corrections]),
    Row(
      .outage, [.char("o")], "outage report", help: "Shows what was done while the line was down.",
      in: [.outbox]),
    Row(.open, [.enter], "its roster", help: "Opens the session that it is about.", in: [.outage]),
    Row(.previous, [.left], "one before", help: "Shows the outage before this one.", in: [.outage]),
    Row(.next, [.right], "one after", help: "Shows the outage after this one.", in: [.outage]),
  ]

  static let panelRows: [Row] = [
    Row(.choose, [.enter], "choose", help: "Takes what is selected.", in: [.picker]),
    Row(.choose, [.enter], "OK", help: "Takes what is shown.", in: [.prompt, .form]),
    Row(
      .choose, [.enter], "cancel it", help: "Cancels the booking.", in: [.cancel],
      danger: .irreversible),
    Row(.choose, [.enter], "do it", help: "Does the chosen command.", in: [.palette]),
    Row(.choose, [.enter, .char("y")], "yes", help: "Does it.", in: [.question]),
    Row(.clear, [.char("n")], "no", help: "Leaves it.", in: [.question]),
    Row(.choose, [.enter], "show", help: "Shows what passes the filter.", in: [.filter]),
    Row(.choose, [.enter], "sign in", help: "Checks the PIN.", in: [.signIn]),
    Row(.choose, [.enter], "OK", help: "Closes the result.", in: [.result]),
    Row(
      .override, [.char("o")], "anyway", help: "Goes over the rule, with a reason.",
      in: [.result], danger: .reversible),
    Row(
      .unpaid, [.char("$")], "book unpaid", help: "Books now, to be paid later.", in: [.result],
      danger: .reversible),
    Row(
      .grant, [.char("+")], "credits", help: "Gives the credits that lack, then does it.",
      in: [.result], danger: .reversible),
    Row(
      .waitlist, [.char("l")], "waitlist", help: "Puts on the waitlist instead.", in: [.result],
      danger: .reversible),
    Row(
      .walkIn, [.char("w")], "walk-in", help: "Books who has no booking here, and checks them in.",
      in: [.result], danger: .reversible),
    Row(.open, [.char("r")], "roster", help: "Opens the session shown.", in: [.result]),
    Row(.choose, [.enter], "store", help: "Stores the number of places.", in: [.spots]),
    Row(.more, [.char("+"), .up], "one more", help: "One place more.", in: [.spots]),
    Row(.fewer, [.char("-"), .down], "one fewer", help: "One place fewer.", in: [.spots]),
    Row(
      .waive, [.ctrl("w")], "return all", help: "Returns all credits, whatever the hour.",
      in: [.cancel], danger: .reversible),
    Row(.next, [.tab], "next", help: "To the next field.", in: [.form]),
    Row(.next, [.tab], "down", help: "One down.", in: [.picker, .signIn]),
    Row(.previous, [.backtab], "previous", help: "To the field before.", in: [.form]),
    Row(.left, [.left], "before", help: "The choice before.", in: [.filter]),
    Row(.right, [.right], "after", help: "The next choice.", in: [.filter]),
    Row(.clear, [.delete, .ctrl("u")], "clear", help: "Shows everything.", in: [.filter]),
    Row(
      .back, [.esc], "close", help: "Closes this panel.",
      in: [
        .form, .prompt, .cancel, .spots, .question, .picker, .palette, .help, .signIn, .filter,
        .result, .summary,
      ]),
    Row(
      .switchStaff, [.f(2), .enter], "sign in", help: "Unlocks the desk with a PIN.",
      in: [.locked]),
    Row(
      .suspend, [.ctrl("z")], "suspend", help: "Leaves the terminal to the shell for a while.",
      in: [.locked]),
    Row(.quit, [.ctrl("c")], "quit", help: "Ends the program, after asking.", in: [.locked]),
  ]

  static let kioskRows: [Row] =
    [
      Row(
        .leaveKiosk, [.ctrl("x")], "staff", help: "Asks for a manager's digit and PIN to leave.",
        in: [.kiosk])
    ]
    + Language.allCases.enumerated().map { place, language in
      Row(
        Command(speaking: language), [.f(place + 1)], language.name,
        help: "Speaks \(language.name) until the next member's turn.", in: [.kiosk])
    }
}

extension Command {
  init(speaking language: Language) {
    self =
      switch language {
      case .english: .english
      case .afrikaans: .afrikaans
      case .isiZulu: .isiZulu
      case .isiXhosa: .isiXhosa
      case .french: .french
      case .portuguese: .portuguese
      }
  }

  /// Nil for what is no choice of a language.
  var language: Language? { Language.allCases.first { Command(speaking: $0) == self } }

  /// What a kiosk does: whatever a key or a remapping says, nothing else is heard there.
  var worksAtKiosk: Bool {
    switch self {
    case .leaveKiosk, .choose, .next, .back: true
    default: language != nil
    }
  }
}
