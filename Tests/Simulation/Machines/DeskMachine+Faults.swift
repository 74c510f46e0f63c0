import CrashFS
import Domain
import SQLite
import Support

/// What happens to machines besides the end of their power.
extension DeskMachine {
  enum Fault: String, CaseIterable {
    case power, armedPower, kill, clock, fullDisk, lostReplica, damagedReplica, backup, restore
  }

  /// Lets it happen; does nothing where the machine is down anyway.
  func suffer(_ fault: Fault) throws {
    guard store != nil else { return }
    trace.note(timeline.now, name, "fault: \(fault.rawValue)")
    switch fault {
    case .power: crash()
    case .armedPower: disk.cutPower(at: chance.number(1..<60))
    case .kill: crash(killed: true)
    case .clock: setClock(chance.one(of: SimulatedClock.Fault.allCases, or: .right))
    case .fullDisk:
      disk.fill(true)
      timeline.after(chance.milliseconds(5_000..<120_000)) { [self] in disk.fill(false) }
    case .lostReplica:
      crash(killed: true)
      disk.removeDatabase(Self.replica)
    case .damagedReplica:
      crash(killed: true)
      // All of a page that every start reads.
      for offset in 0..<100 { disk.damage(Self.replica, at: offset) }
    case .backup: backup = saved
    case .restore:
      guard let backup else { return }
      crash()
      disk.restore(backup.image)
      naive.rewind(to: backup.naive)
      if !isNoteApart {
        // All that is on the disk is as it was, but the file is another.
        note = backup.note
        place = chance.bytes(8)
      }
      isRestored = true
    }
  }

  var saved: Saved { (disk.image(), naive, note) }

  /// It may be worth a look back.
  func mayDraw(for intent: any Intent) -> Bool {
    (intent is any TakesPlaces || intent is ReturnPlaces)
      && naive.shown.all(Allotment.self).contains { $0.device == device && $0.places > 0 }
  }

  func setClock(_ fault: SimulatedClock.Fault) {
    trace.note(timeline.now, name, "clock: \(fault.rawValue)")
    clock.suffer(fault, timeline.now, &chance)
  }
}
