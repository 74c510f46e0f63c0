import FoundationEssentials
import Glibc
import Support
import Synchronization

/// Receptionists and visitors who go on whatever fails, each command a process that may be killed.
final class People: Sendable {
  /// A booking as its member and the receptionist know it.
  struct Seat {
    let booking: String
    let code: String
  }

  struct State {
    var sessions: [String] = []
    var members: [String] = []
    /// Those that somebody may still come for or call off.
    var seats: [Seat] = []
    /// The ids of operations whose program said yes.
    var acknowledged: [String] = []
    var refused: [String: Int] = [:]
    var killed = 0
    /// All that can fail has failed once.
    var hasSeenAll = false
    /// Ends that no contract knows, with the words that led there.
    var odd: [String] = []
    var running: Set<pid_t> = []
    var working = 0
  }

  let state = Mutex(State())

  var isWorking: Bool { state.withLock { $0.working > 0 } }

  /// Works on a thread of its own until so many commands are done and everything has failed once: a
  /// fast machine is not through before the first power cut.
  func work(on device: Outage.Device, atLeast commands: Int, seed: UInt64) {
    state.withLock { $0.working += 1 }
    spawn { [self] in
      var chance = SeededGenerator(seed: seed)
      var number = 0
      while number < commands || !state.withLock(\.hasSeenAll) {
        number += 1
        take(act(on: device, &chance), on: device)
        if number.isMultiple(of: 4) { take(["sync", "--once"], on: device) }
      }
      state.withLock { $0.working -= 1 }
    }
  }

  private func act(on device: Outage.Device, _ chance: inout SeededGenerator) -> [String] {
    guard !device.isKiosk else { return ["checkin", visitor(&chance).code] }
    let (sessions, members) = state.withLock { ($0.sessions, $0.members) }
    // The newest are what people are after, at both desks.
    let session = sessions.suffix(Self.wanted).randomElement(using: &chance) ?? ""
    let member = members.randomElement(using: &chance) ?? ""
    switch Int.random(in: 0..<20, using: &chance) {
    case 0..<8:
      let words = ["book", session, member]
      return Bool.random(using: &chance) ? words + ["--waitlist"] : words
    case 8..<10: return ["cancel", seat(&chance).booking]
    case 10..<14: return ["checkin", visitor(&chance).code]
    case 14, 15: return Self.session(in: Int.random(in: 20..<30, using: &chance))
    case 16, 17: return ["grant", member, "8", "--reason", "paid at the desk"]
    case 18: return ["incident", "slipped on the mat"]
    default: return ["register", "--first", "Walk", "--last", "In"]
    }
  }

  private static let wanted = 8

  /// A short one of few places, whose doors are open half an hour before.
  static func session(in minutes: Int) -> [String] {
    [
      "session", "add", "--service", "Yoga", "--start", CentralStudio.time(in: minutes * 60),
      "--end", CentralStudio.time(in: minutes * 60 + 60), "--capacity", "4",
    ]
  }

  /// Whoever comes has booked a while ago.
  private func visitor(_ chance: inout SeededGenerator) -> Seat {
    seat(&chance) { 0..<max(1, $0 / 2) }
  }

  /// Once it was shown or called off hardly anybody comes with it again; some do.
  private func seat(
    _ chance: inout SeededGenerator, among range: (Int) -> Range<Int> = { 0..<$0 }
  ) -> Seat {
    state.withLock { state in
      guard !state.seats.isEmpty else { return Seat(booking: "K7QF2M9A", code: "K7QF2M9A") }
      let index = Int.random(in: range(state.seats.count), using: &chance)
      return state.seats.count == 1 || Int.random(in: 0..<5, using: &chance) == 0
        ? state.seats[index] : state.seats.remove(at: index)
    }
  }

  /// One program from its start to its end.
  private func take(_ words: [String], on device: Outage.Device) {
    let all = [DeskProgram.path] + device.program.words(words + ["--json"])
    let home = ["HOME": device.program.directory.path]
    guard let child = try? Spawned(all, environment: home) else { return }
    let process = child.pid
    state.withLock { _ = $0.running.insert(process) }
    let ended = child.wait()
    state.withLock { state in
      state.running.remove(process)
      switch ended.status {
      case 0:
        let document = Document(ended.output) ?? .null
        if let id = document["outcome"]["operation"].text { state.acknowledged.append(id) }
        switch words[0] {
        case "session": state.sessions += [document["session"]["id"].text].compactMap(\.self)
        case "register": state.members += [document["member"]["id"].text].compactMap(\.self)
        case "book":
          let (id, code) = (document["booking"]["id"].text, document["booking"]["code"].text)
          if let id, let code { state.seats.append(Seat(booking: id, code: code)) }
        default: break
        }
      case 1:
        state.refused[Document(ended.output)?["refusal"]["code"].text ?? "?", default: 0] += 1
      case 4 where words[0] == "sync": break
      case -SIGKILL: state.killed += 1
      default: state.odd.append("\(words[0]) on \(device.name): \(ended.status) \(ended.errors)")
      }
    }
  }

  /// Kills one of the programs that run now.
  func killOne() {
    // Under the lock: nobody else has waited for it yet, so the number is still its own.
    state.withLock { state in
      if let process = state.running.randomElement() { kill(process, SIGKILL) }
    }
  }
}
