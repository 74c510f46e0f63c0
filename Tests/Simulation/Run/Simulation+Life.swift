import Central
import CrashFS
import Crypto
import Domain
import Sync
import Wire

/// What happens by itself: people act, machines and lines fail, and the authority does its jobs.
extension Simulation {
  /// A desk of next year's program, in every other seed.
  func openTomorrow(_ cast: Cast) throws {
    guard chance.oneIn(2) else { return }
    let key = try SigningKey(seed: chance.bytes(32))
    let device = try authority.enrol("tomorrow", .desk, at: cast.here, key: key)?.device ?? .none
    let machine = NaiveMachine(
      "tomorrow", device, at: cast.here, .desk, seed: seed, timeline, network, zones: zones)
    machine.accepted = { [promises] in try promises.accept($0.header) }
    machine.answered = { [promises] in try promises.hear($0) }
    tomorrow = machine
    try machine.talk()
    try write(on: machine, cast)
  }

  private func write(on machine: NaiveMachine, _ cast: Cast) throws {
    timeline.after(chance.milliseconds(60_000..<600_000)) { [self] in
      guard isLively else { return }
      let oddity = chance.one(of: NaiveMachine.Oddity.allCases, or: .ordinary)
      trace.note(timeline.now, machine.name, "writes: \(oddity)")
      try machine.write(
        oddity, about: chance.one(of: cast.members, or: .none), as: cast.actor(.receptionist))
      try write(on: machine, cast)
    }
  }

  func act(on machine: DeskMachine) throws {
    guard isLively else { return }
    let pause = chance.oneIn(15) ? 60_000..<400_000 : 500..<30_000
    timeline.after(chance.milliseconds(pause)) { [self] in
      try press(on: machine)
      try act(on: machine)
    }
  }

  private func press(on machine: DeskMachine) throws {
    guard isLively, machine.store != nil, machine.naive.cursor > 0 else { return }
    try checkClock(of: machine)
    let screen = Work.Screen(
      world: machine.naive.shown, now: machine.time.at, location: machine.location,
      isKiosk: machine.channel == .kiosk)
    guard let act = work?.next(on: screen) else { return }
    try perform(act, on: machine)
  }

  /// A person does it, and hears what comes of it.
  func perform(_ act: Work.Act, on machine: DeskMachine) throws {
    let (intent, actor) = act
    let kind = type(of: intent).kind.rawValue
    // Somebody stands in the wrong house, and is looked for by telephone.
    let isAway = intent is CheckIn && machine.channel == .desk && chance.oneIn(25)
    let place = isAway ? work.map { $0.cast.elsewhere(than: machine.location) } : nil
    do {
      guard let decision = try machine.submit(intent, as: actor, for: place) else { return }
      if let book = intent as? Book {
        if let code = book.code { work?.codes.append(code.compact) }
        if let booking = decision.subject { work?.made.append(ID(booking)) }
        noteAnswer(to: book, decision, on: machine)
      }
      if let session = decision.drawn?.session {
        coverage.note("drawn \(kind)")
        try putBack(machine, and: session)
      }
      trace.note(
        timeline.now, machine.name, "\(kind) \(decision.subject?.uuidText.suffix(6) ?? "")")
    } catch let refusal as Refusal {
      coverage.note("desk \(refusal.code.rawValue)")
      trace.note(timeline.now, machine.name, "\(kind) \(refusal.code.rawValue)")
      if intent is CheckIn, refusal.code != .needsConfirmation, chance.oneIn(3) {
        try machine.submit(RefuseEntry(presented: Bytes([7]), code: refusal.code), as: actor)
      }
    } catch let error as WireError where error.code == .tooLarge {
      coverage.note("desk \(RefusalCode.tooLarge.rawValue)")
    }
  }

  /// What a walk-in was told while the line was down.
  private func noteAnswer(to book: Book, _ decision: Decision, on machine: DeskMachine) {
    guard book.walkIn, machine.talk.state.phase != .online else { return }
    coverage.note("grants \(places) \(decision.isFirm ? "sure" : "maybe")")
  }

  func jobs() throws {
    timeline.after(10_000) { [self] in
      if jobsRun { try authority.work() }
      try jobs()
    }
  }

  /// Lines get worse and better, and the authority falls over.
  func trouble() throws {
    timeline.after(chance.milliseconds(5_000..<240_000)) { [self] in
      guard isLively else { return }
      if chance.oneIn(5) { authority.armCrash() }
      if let machine = chance.one(of: machines), machine.store != nil {
        if chance.oneIn(2), let fault = chance.one(of: DeskMachine.Fault.allCases) {
          try machine.suffer(fault)
          coverage.note("fault \(fault.rawValue)")
        }
        let all = SimulatedNetwork.Weather.allCases
        let weather = chance.oneIn(3) ? .fine : chance.one(of: all, or: .fine)
        machine.line.weather = weather
        trace.note(timeline.now, machine.name, "weather: \(weather.rawValue)")
      }
      try trouble()
    }
  }
}
