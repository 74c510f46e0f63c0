import Domain

/// What a grant has to bear: files that do not know any more what was drawn from it.
extension Simulation {
  /// Now and then what was just drawn is sent, somebody puts the disk back to what it was before, and
  /// people come for the same places while the line is down.
  func putBack(_ machine: DeskMachine, and session: ID<Session>) throws {
    guard chance.oneIn(4), let saved = machine.beforeDraw else { return }
    machine.line.weather = .fine
    timeline.after(chance.milliseconds(20_000..<90_000)) { [self] in
      guard isLively, !machine.isGone, machine.store != nil else { return }
      machine.backup = saved
      try machine.suffer(.restore)
      machine.line.weather = .cut
      coverage.note("machine putBack")
      try come(to: machine, for: session, people: 3)
    }
  }

  private func come(to machine: DeskMachine, for session: ID<Session>, people: Int) throws {
    guard people > 0 else {
      machine.line.weather = .fine
      return
    }
    timeline.after(chance.milliseconds(2_000..<20_000)) { [self] in
      guard isLively, !machine.isGone else { return }
      guard machine.store != nil, machine.naive.cursor > 0 else {
        return try come(to: machine, for: session, people: people)
      }
      if let act = work?.walkIn(to: session) { try perform(act, on: machine) }
      try come(to: machine, for: session, people: people - 1)
    }
  }
}
