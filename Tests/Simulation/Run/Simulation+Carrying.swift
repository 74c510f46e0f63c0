import Crypto
import Domain
import Support
import Wire

/// Sticks that are carried about, machines that are shut out, and machines that there are twice.
extension Simulation {
  // MARK: Sticks

  /// Now and then somebody writes to a stick what a desk cannot send.
  func sticks() throws {
    timeline.after(chance.milliseconds(60_000..<900_000)) { [self] in
      guard isLively else { return }
      let dark = present.filter { $0.line.weather != .fine && $0.line.weather != .rough }
      if let machine = chance.one(of: dark), let file = try machine.exportOutbox() {
        trace.note(timeline.now, machine.name, "writes a stick")
        carry(file)
      }
      try sticks()
    }
  }

  /// It lies in a pocket for a while; some are taken in twice, or by two.
  private func carry(_ file: [UInt8]) {
    timeline.after(chance.milliseconds(1_000..<900_000)) { [self] in
      guard isLively else { return }
      if chance.oneIn(3) { try lookThrough(file) }
      try takeIn(file)
      if chance.oneIn(2) { carry(file) }
    }
  }

  private func takeIn(_ file: [UInt8]) throws {
    guard chance.oneIn(3) else {
      if try chance.one(of: present)?.bring(file) ?? false { coverage.note("carried desk") }
      return
    }
    if try authority.bring(file) { coverage.note("carried authority") }
  }

  /// Whatever byte is another, nobody takes any of it.
  private func lookThrough(_ file: [UInt8]) throws {
    var changed = file
    changed[chance.number(0..<file.count)] ^= UInt8(1 << chance.number(0..<8))
    let machine = chance.one(of: present)
    for take in [authority.bring, { try machine?.bring($0) ?? false }] {
      let isTaken: Bool
      do {
        isTaken = try take(changed)
      } catch is OutboxFile.Problem {
        isTaken = false
      }
      try promise("stick", !isTaken, "a file with a changed byte was taken")
    }
    coverage.note("carried changed")
  }

  // MARK: Machines that are shut out or copied

  /// In some seeds a machine is stolen; in some all its files are copied to a second one.
  func thieves() throws {
    let day = 600_000..<3_600_000
    if chance.oneIn(3) { timeline.after(chance.milliseconds(day)) { [self] in try shutOut() } }
    if chance.oneIn(3) { timeline.after(chance.milliseconds(day)) { [self] in try copy() } }
  }

  private func shutOut() throws {
    guard isLively, let machine = chance.one(of: present) else { return }
    guard try authority.revoke(machine.device) else {
      return timeline.after(10_000) { [self] in try shutOut() }
    }
    trace.note(timeline.now, machine.name, "is shut out")
    coverage.note("machine shutOut")
    try replace(machine)
  }

  /// The studio goes on with another in its place.
  private func replace(_ machine: DeskMachine) throws {
    timeline.after(60_000) { [self] in
      guard isLively else { return }
      let role: DeviceRole = machine.channel == .kiosk ? .kiosk : .desk
      let name = machine.name + "'s heir"
      guard let heir = try letIn(name, role, machine.channel, at: machine.location) else {
        return try replace(machine)
      }
      try heir.beginTalk(newBoot: true)
      try act(on: heir)
    }
  }

  private func copy() throws {
    guard isLively, let machine = chance.one(of: present) else { return }
    guard machine.store != nil else { return timeline.after(10_000) { [self] in try copy() } }
    trace.note(timeline.now, machine.name, "is copied")
    coverage.note("machine copied")
    let second = try DeskMachine(copying: machine, machine.name + "'s copy", seed: seed)
    machines.append(second)
    oracle.copied.insert(machine.device)
    twins.append((machine, second, timeline.now))
    try second.beginTalk(newBoot: true)
    try act(on: second)
  }

  // MARK: At the end

  /// A supervisor brings what the machines that were shut out had locked; twice, for good measure.
  func bringLocked() throws {
    for machine in machines {
      guard let device = oracle.rows[machine.device], device.revoked else { continue }
      try promise("revoked", machine.isGone, "\(machine.name) was shut out and does not know it")
      guard let file = machine.locked else { continue }
      coverage.note("carried locked")
      try lookThrough(file)
      for _ in 0..<2 {
        try promise("revoked", try authority.bring(file), "a locked file was not taken")
      }
    }
  }

  /// Somebody is told where two machines have one key and both have been heard for long: one whose line
  /// was bad may only now tell of its life.
  func checkTwins() throws {
    for (one, other, since) in twins where !one.isGone {
      let lives = [one, other].compactMap(\.lifeBegan).filter { $0 > since }
      guard let began = lives.max() else { continue }
      let last = max(began, oracle.metLife[one.device] ?? 0)
      guard timeline.now - last > 900_000 else { continue }
      try promise(
        "lives", oracle.twoMachines.contains(one.device),
        "\(one.name) and its copy have one key, and nobody is told")
    }
  }
}
