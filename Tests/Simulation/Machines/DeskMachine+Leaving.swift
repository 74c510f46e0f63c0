import CrashFS
import Domain
import SQLite
import Sync
import Wire

/// What becomes of a machine that the authority has shut out.
extension DeskMachine {
  private func leaving(_ log: OperationLog) -> Leaving {
    Leaving(
      log,
      Leaving.Place {
        self.key
      } keepLocked: {
        self.locked = $0
      } wipeRows: {
        self.disk.removeDatabase(Self.replica)
      } wipeCopies: {
        self.backup = nil
      })
  }

  /// The authority has said that this device counts no more; where the power goes, the next start goes
  /// on with it.
  func leave() throws {
    let isDone: Void? = try powered { store in
      try leaving(store.log).begin()
      store.replica.connection.close()
      try finishLeaving(store.log)
    }
    // On a full disk it ends too.
    if isDone == nil, store != nil { crash(killed: true) }
  }

  /// Once it is marked as shut out.
  func finishLeaving(_ log: OperationLog) throws {
    try leaving(log).wipe()
    let typed = try log.connection.first("SELECT count(*) FROM payloads") { $0.int(0) }
    try promise(
      "revoked", typed == 0 && disk.size(of: Self.replica) == nil,
      "\(name) was shut out and still has what it knew of people")
    log.connection.close()
    trace.note(timeline.now, name, "is gone")
    isGone = true
    endLife()
  }

  // MARK: Sticks

  /// What it would write to a stick; nil where it is down.
  func exportOutbox() throws -> [UInt8]? {
    try powered { try $0.log.outbox(signedBy: key).bytes }
  }

  /// Takes what another wrote. Throws `OutboxFile.Problem`; false where it is down, or lets no such file
  /// in.
  func bring(_ file: [UInt8]) throws -> Bool {
    let brought = try powered { store -> BroughtOperations? in
      do {
        return try store.bring(file, trustsShutOut: false).brought
      } catch is DeviceStore.ShutOut {
        return nil
      } catch OutboxFile.Problem.stranger {
        // Its copy is older than that device.
        return nil
      }
    }
    guard let read = brought ?? nil else { return false }
    trace.note(timeline.now, name, "takes a stick: \(read.new) new of \(read.read)")
    try stir()
    return true
  }
}
