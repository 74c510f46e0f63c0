import Config
import Domain
import Glibc
import Sync
import Zones

/// One run from words to exit code: every error becomes one line on standard error.
enum Program {
  /// Takes the arguments with the program's own name before them. Swift reads them from /proc: where
  /// that is closed there are none, and the application would open on some other directory.
  static func start(_ arguments: [String]) -> Exit {
    guard !arguments.isEmpty else {
      return fail("the arguments cannot be read: is /proc there, and open to this user?", .damaged)
    }
    return run(Array(arguments.dropFirst()))
  }

  private static func run(_ words: [String]) -> Exit {
    do {
      let arguments = try Arguments(words)
      let answer = try answer(Call(arguments))
      return try tell(answer, asJSON: arguments.has("json"))
    } catch let error as StandardStream.Failure {
      return fail("cannot write the output: \(describe(errno: error.code))", .damaged)
    } catch {
      let (message, exit) = explain(error)
      return fail(message, exit)
    }
  }

  private static func answer(_ call: Call) throws -> Answer {
    guard !call.arguments.has("help") else { return try Help.answer(call) }
    guard let command = call.arguments.command else { return try Application.run(call) }
    switch command.work {
    case .later:
      throw UsageError("desk \(command.name) comes with a later version of this program")
    case .plain(let work):
      do { return try work(call) } catch let refusal as Refusal {
        return refusal.answer(now: call.machineNow, missing: refusal.missing(in: command))
      }
    case .desk(let work):
      let desk: Desk
      do { desk = try Desk.open(call, for: command.access) } catch let refusal as Refusal {
        return refusal.answer(now: call.machineNow, missing: refusal.missing(in: command))
      }
      return try Desk.closing(desk.store) {
        do { return try work(desk) } catch let refusal as Refusal {
          let end = Bookings.end(of: refusal, desk)
          return refusal.answer(
            now: desk.now, note: end, missing: end == nil ? refusal.missing(in: command) : nil)
        }
      }
    }
  }

  private static func tell(_ answer: Answer, asJSON: Bool) throws -> Exit {
    if asJSON, let document = answer.json {
      try StandardStream.output.write(document().document())
    } else {
      let text = answer.text()
      if !text.isEmpty { try StandardStream.output.line(text) }
    }
    // The document of a refusal has its sentence; a remark on what was done stands in no document.
    if let note = answer.note, !asJSON || answer.exit == .done {
      try StandardStream.error.line("desk: \(plainText(note))")
    }
    return answer.exit
  }

  private static func fail(_ message: String, _ exit: Exit) -> Exit {
    // Where even standard error is gone, the exit code is all that is left to say it.
    try? StandardStream.error.line("desk: \(plainText(message))")
    return exit
  }

  private static func explain(_ error: any Error) -> (String, Exit) {
    switch error {
    case let error as UsageError: (error.message, .usage)
    case let error as ConfigError: (error.description, .usage)
    case let error as StoreError: (error.message, error.exit)
    case let error as FileFailure: (error.message, .damaged)
    default: ("\(error); run desk doctor", .damaged)
    }
  }
}

extension StoreError {
  var exit: Exit {
    switch code {
    case .exists, .notTraining, .badZone: .usage
    case .missing, .damaged, .authorityDamaged, .disk, .tooNew, .shutOut: .damaged
    case .locked, .noNumbers, .offline: .offline
    }
  }
}

extension Refusal {
  /// The document of a refusal, or its sentence for staff on standard error, where a command may know
  /// more than the rulebook, with what the command was not given; exit 1.
  func answer(now: Instant, note: String? = nil, missing: String? = nil) -> Answer {
    var zones: [String: Zone] = [:]
    for case .time(_, let name) in arguments.values {
      zones[name] = try? Zones.tree.zone(named: name)
    }
    let staff = note ?? sentence(for: .staff, now: now, zones: zones)
    let member = sentence(for: .member, now: now, zones: zones)
    return Answer(
      ["refusal": ["code": .text(code.rawValue), "staff": .text(staff), "member": .text(member)]],
      "", exit: .refused, note: staff + (missing.map { " (\($0))" } ?? ""))
  }

  /// How this command takes what the rulebook missed; nil where that was nothing of the command's.
  fileprivate func missing(in command: Command) -> String? {
    switch (code, arguments["action"], arguments["what"]) {
    case (.notPermitted, .word("signIn"), _), (.notPermitted, .word("undo"), _),
      (.notPermitted, .word("incident"), _):
      "--as NAME --pin PIN, or $STUDIOLOOP_AS and $STUDIOLOOP_PIN"
    case (.malformed, _, .word("reason")):
      command.options.first { $0.name == "reason" || $0.name == "override" }?.usage
    case (.needsConfirmation, _, _) where arguments["room"] != nil:
      command.options.first { $0.name == "confirm" }?.usage
    case (.classFull, _, _) where arguments["beside"] != nil:
      command.options.first { $0.name == "over-capacity" }?.usage
    case (.insufficientCredits, _, _), (.creditsExpired, _, _):
      command.options.first { $0.name == "unpaid" }?.usage
    default: nil
    }
  }
}

/// The machine's time zones, each read once in a run.
enum Zones {
  static let tree = TZifTree()
}

func describe(errno code: Int32) -> String { String(cString: strerror(code)) }
