import Central
import Domain
import FoundationEssentials
import Glibc

/// The contract's exit codes.
enum Exit: Int32 {
  case done = 0
  case refused = 1
  case usage = 2
  case damaged = 3
  case offline = 4
}

/// What a command has to tell at its end; `text` is for people, `json` for programs.
struct Answer {
  var json: JSON
  var text: String
  var exit = Exit.done
  /// It has told everything already.
  var isSilent = false

  static let silent = Answer(json: .null, text: "", isSilent: true)
}

enum Program {
  static func run(_ words: [String]) -> Exit {
    let asJSON = words.contains("--json")
    do {
      let arguments: Arguments
      switch try Arguments.asked(words) {
      case .help(let asked):
        print(try Command.help(on: asked), to: .output)
        return .done
      case .command(let typed): arguments = typed
      }
      let answer = try arguments.command.work(try Call(arguments))
      if !answer.isSilent { print(asJSON ? answer.json.text : answer.text, to: .output) }
      return answer.exit
    } catch let error as UsageError {
      return fail(error.message, .usage)
    } catch let refusal as Refusal {
      let now = Instant(Int64(time(nil)))
      let staff = refusal.sentence(for: .staff, now: now, zones: [:])
      guard asJSON else { return fail(staff, .refused) }
      let member = refusal.sentence(for: .member, now: now, zones: [:])
      let document: JSON = [
        "refusal": [
          "code": .text(refusal.code.rawValue), "staff": .text(staff), "member": .text(member),
        ]
      ]
      print(document.text, to: .output)
      return .refused
    } catch let problem as Problem {
      return fail(problem.message, problem.exit)
    } catch {
      return fail("\(error); run desk-central doctor", .damaged)
    }
  }

  private static func fail(_ message: String, _ exit: Exit) -> Exit {
    print("desk-central: \(message)", to: .error)
    return exit
  }

  enum Stream: Int32 {
    case output = 1
    case error = 2
  }

  /// Controls of a name from a store must not drive a terminal.
  static func print(_ text: String, to stream: Stream) {
    let plain = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          let isControl = scalar.properties.generalCategory == .control && scalar != "\n"
          return isControl || scalar.properties.generalCategory == .format ? "?" : scalar
        }))
    var rest = Array((plain + "\n").utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(stream.rawValue, $0.baseAddress, $0.count) }
      // Where nobody reads any more, nothing can be told.
      guard written > 0 || errno == EINTR else { return }
      rest = rest.dropFirst(max(0, written))
    }
  }
}

/// Something is missing, damaged or out of reach; one sentence that says what to do next.
struct Problem: PassingError {
  let message: String
  let exit: Exit

  /// What is out of reach may be there the next time.
  var passes: Bool { exit == .offline }

  init(_ message: String, _ exit: Exit = .damaged) {
    self.message = message
    self.exit = exit
  }
}
