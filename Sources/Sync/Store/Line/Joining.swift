package import Crypto
package import Domain
import Glibc
import SQLite
import Wire

/// A device that joins a studio's authority elsewhere.
package enum Joining {
  /// What the authority said when it let the device in.
  package struct Admission: Sendable {
    package var device: ID<Device>
    package var location: ID<Location>
    package var membership: Membership
    /// Under which PIN verifiers are locked; a kiosk gets none.
    package var verifierKey: [UInt8]?
    /// Under which a kiosk's rows have codes and numbers; a desk gets none.
    package var codeKey: [UInt8]? = nil

    package init(
      device: ID<Device>, location: ID<Location>, membership: Membership, verifierKey: [UInt8]?,
      codeKey: [UInt8]? = nil
    ) {
      self.device = device
      self.location = location
      self.membership = membership
      self.verifierKey = verifierKey
      self.codeKey = codeKey
    }
  }

  /// Makes the directory and the device's key, asks to be let in, and keeps the answer; the rows come
  /// with the first exchanges. A try that broke off is begun again with the same key; one that let
  /// nobody in leaves what was there before.
  ///
  /// Throws `StoreError.exists` where a studio is; for the `LineFailure` of `ask` a `Refusal` where the
  /// authority did not take the code, else `StoreError.offline`.
  package static func join(
    in path: String, ask: (SigningKey) throws -> Admission
  ) throws {
    let directory = DataDirectory(path)
    let before = Set(Files.names(in: path))
    let folders = try directory.make()
    try DirectoryLock(directory.lock).withLock(timeout: .seconds(30)) {
      let left = try directory.isStudio ? LeftBehind(in: directory) : nil
      let secrets = try Secrets.make(in: directory, joining: true)
      let admission: Admission
      do { admission = try ask(secrets.device) } catch let failure as LineFailure {
        if failure.code.letNobodyIn {
          try left?.putBack(in: directory)
          for name in Files.names(in: path) where !before.contains(name) {
            Files.remove("\(path)/\(name)")
          }
          for folder in folders.reversed() { rmdir(folder) }
        }
        if failure.code == .unauthenticated {
          throw Refusal(.unauthenticated, ["what": .word("enrolment")])
        }
        throw StoreError(.offline, failure.code.sentence)
      }
      if let key = admission.verifierKey { try secrets.keep(verifierKey: key, in: directory) }
      if let key = admission.codeKey { try secrets.keep(codeKey: key, in: directory) }
      if let certificate = admission.membership.certificate {
        try Files.write(Array(certificate.utf8), to: directory.serviceCertificate, durable: true)
      }
      // The file appears under its name only when it is whole.
      let beside = directory.operations + ".join"
      try Files.moveDatabase(beside, to: nil)
      try OperationLog.make(beside, admission)
      try Files.moveDatabase(beside, to: directory.operations)
      try Files.syncNames(beside: directory.operations)
    }
  }
}

/// What is left where a device was shut out holds nothing but its chain: it gives way to a new one.
private struct LeftBehind {
  private let aside: String
  private let key: [UInt8]?

  /// Throws `StoreError.exists` where the device is in use.
  init(in directory: DataDirectory) throws {
    let log = try OperationLog(directory.operations)
    let isShutOut = try log.isShutOut
    log.connection.close()
    guard isShutOut else {
      throw StoreError(
        .exists, "there is a studio in \(directory.path) already: give another --data")
    }
    aside = directory.asideName(for: directory.operations, "shut-out")
    // The key was that of the device which is no more.
    key = try Files.read(directory.deviceKey)
    try Files.moveDatabase(directory.operations, to: aside)
    Files.remove(directory.deviceKey)
  }

  func putBack(in directory: DataDirectory) throws {
    if let key { try Files.write(key, to: directory.deviceKey, durable: true) }
    try Files.moveDatabase(aside, to: directory.operations)
    try Files.syncNames(beside: directory.operations)
  }
}

extension LineFailure.Code {
  /// Nobody was let in; after any other somebody may have been.
  fileprivate var letNobodyIn: Bool {
    switch self {
    case .unreachable, .unauthenticated, .revoked, .busy, .tooOld, .stranger: true
    case .cutOff, .timedOut, .interrupted, .malformed, .failed: false
    }
  }
}

extension OperationLog {
  fileprivate static func make(_ path: String, _ admission: Joining.Admission) throws {
    let log = try OperationLog(
      path, identity: DeviceIdentity.bytes(admission.device, admission.location, .system))
    try log.keep(admission.membership)
    try log.connection.checkpoint(.truncate)
    log.connection.close()
  }
}
