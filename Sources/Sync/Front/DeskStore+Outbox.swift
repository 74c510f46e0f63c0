import Domain
import Rows
package import Wire

extension DeskStore {
  /// As `OperationLog.outbox`.
  package func exportOutbox() throws -> (rows: Int, bytes: [UInt8]) {
    try locked { try $0.log.outbox(signedBy: secrets.device) }
  }

  /// Writes `exportOutbox` to a file of its own, for whoever owns the directory alone; returns how many
  /// operations are in it.
  package func exportOutbox(to path: String) throws -> Int {
    let (rows, bytes) = try exportOutbox()
    guard !path.hasPrefix(directory.path + "/") else {
      throw StoreError(.disk, "that is the data directory: choose another place")
    }
    do {
      try Files.write(bytes, to: path, durable: true)
    } catch {
      throw StoreError(.disk, "\(path) cannot be written: look whether the stick is there")
    }
    return rows
  }

  /// As `importOutbox`, from a file.
  package func importOutbox(from path: String) throws -> BroughtOperations {
    let file: [UInt8]?
    do {
      file = try Files.read(path, most: OutboxFile.limit)
    } catch {
      throw StoreError(.disk, "\(path) cannot be read: look whether the stick is there")
    }
    guard let file else { throw StoreError(.missing, "there is no file \(path)") }
    return try importOutbox(file, trustsShutOut: false)
  }

  /// Keeps another device's operations until the authority has them, durably before it returns; the
  /// authority in this directory takes them at once. Their outcomes go to the device that made them.
  ///
  /// `trustsShutOut` takes those of a device that was shut out since. Throws `StoreError.damaged` for
  /// a file that is not as its device wrote it.
  package func importOutbox(
    _ file: [UInt8], trustsShutOut: Bool
  ) throws -> BroughtOperations {
    try locked { writer in
      let carried: [ID<Operation>]
      var brought: BroughtOperations
      do {
        guard try !OutboxFile.isLocked(file) else { throw StoreError.lockedFile }
        (carried, brought) = try writer.device.bring(file, trustsShutOut: trustsShutOut)
      } catch let problem as OutboxFile.Problem {
        throw StoreError(problem)
      } catch is DeviceStore.ShutOut {
        throw StoreError.shutOutsFile
      }
      guard isStandAlone else {
        engine?.stir()
        return brought
      }
      writer.trySettling()
      for id in carried {
        switch try writer.log.carriedState(id) {
        case .known?: (brought.new, brought.known) = (brought.new - 1, brought.known + 1)
        case .refused?: (brought.new, brought.refused) = (brought.new - 1, brought.refused + 1)
        case .new?, nil: break
        }
      }
      return brought
    }
  }
}

extension StoreError {
  fileprivate static let shutOutsFile = StoreError(
    .damaged,
    "the device that wrote this file was shut out: only a manager at the authority can bring it in")

  fileprivate static let lockedFile = StoreError(
    .offline,
    "only the authority opens this file: bring it there, and use outbox import on the command line")

  package init(_ problem: OutboxFile.Problem) {
    switch problem {
    case .changed:
      self.init(
        .damaged,
        "this file is not as its device wrote it: a byte was changed, or its end is missing; "
          + "nothing of it was taken: write it once more, to another stick")
    case .stranger:
      self.init(
        .damaged,
        "this file is of a device that is not known here: run desk sync, or bring it to the "
          + "authority; nothing of it was taken")
    }
  }
}
