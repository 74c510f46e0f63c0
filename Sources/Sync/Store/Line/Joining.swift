package import Crypto
package import Domain
import SQLite

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
  /// with the first exchanges. A try that broke off is begun again with the same key.
  ///
  /// Throws `StoreError.exists` where a studio is, and what `ask` throws.
  package static func join(
    in path: String, ask: (SigningKey) throws -> Admission
  ) throws {
    let directory = DataDirectory(path)
    try directory.make()
    try DirectoryLock(directory.lock).withLock(timeout: .seconds(30)) {
      guard try !directory.isStudio || setAsideAfterLeaving(directory) else {
        throw StoreError(.exists, "there is a studio in \(path) already: give another --data")
      }
      let secrets = try Secrets.make(in: directory, joining: true)
      let admission = try ask(secrets.device)
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

extension Joining {
  /// What is left where a device was shut out holds nothing but its chain: it gives way to a new one.
  private static func setAsideAfterLeaving(_ directory: DataDirectory) throws -> Bool {
    let log = try OperationLog(directory.operations)
    let isShutOut = try log.isShutOut
    log.connection.close()
    guard isShutOut else { return false }
    try Files.moveDatabase(
      directory.operations, to: directory.asideName(for: directory.operations, "shut-out"))
    // The key was that of the device which is no more.
    Files.remove(directory.deviceKey)
    return true
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
