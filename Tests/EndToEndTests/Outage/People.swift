import FoundationEssentials
import Glibc
import Support
import Synchronization

/// Receptionists and visitors who go on whatever fails, each command a process that may be killed.
final class People: Sendable {
  struct State {
    var sessions: [String] = []
    var members: [String] = []
    var bookings: [String] = []
    var codes: [String] = []
    /// The ids of operations whose program said yes.
    var acknowledged: [String] = []
    var refused = 0
    var killed = 0
    /// Ends that no contract knows, with the words that led there.
    var odd: [String] = []
    var running: Set<pid_t> = []
    var working = 0
  }

  let state = Mutex(State())

  var isWorking: Bool { state.withLock { $0.working > 0 } }

  /// Works on a thread of its own until so many commands are done.
  func work(on device: Outage.Device, commands: Int, seed: UInt64) {
    state.withLock { $0.working += 1 }
    spawn { [self] in
      var chance = SeededGenerator(seed: seed)
      for number in 1...commands {
        take(act(on: device, &chance), on: device)
        if number.isMultiple(of: 4) { take(["sync", "--once"], on: device) }
      }
      state.withLock { $0.working -= 1 }
    }
  }

  private func act(on device: Outage.Device, _ chance: inout SeededGenerator) -> [String] {
    let state = state.withLock { $0 }
    let code = state.codes.randomElement(using: &chance) ?? "K7QF2M9A"
    guard !device.isKiosk else { return ["checkin", code] }
    let session = state.sessions.randomElement(using: &chance) ?? ""
    switch Int.random(in: 0..<20, using: &chance) {
    case 0..<9:
      let member = state.members.randomElement(using: &chance) ?? ""
      let words = ["book", session, member]
      return Bool.random(using: &chance) ? words + ["--waitlist"] : words
    case 9..<13: return ["cancel", state.bookings.randomElement(using: &chance) ?? session]
    case 13..<17: return ["checkin", code]
    case 17, 18: return ["incident", "slipped on the mat"]
    default: return ["register", "--first", "Walk", "--last", "In"]
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
        let booking = document["booking"]
        if let id = booking["id"].text { state.bookings.append(id) }
        if let code = booking["code"].text, !device.isKiosk { state.codes.append(code) }
      case 1: state.refused += 1
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
