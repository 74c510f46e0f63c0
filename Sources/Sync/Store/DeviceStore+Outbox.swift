package import Crypto
package import Domain
import Rows
import Wire

extension OperationLog {
  /// All that the authority has not got, signed by this device, for a stick; personal data stands in
  /// it as it was typed.
  package func outbox(signedBy key: SigningKey) throws -> (rows: Int, bytes: [UInt8]) {
    let parts = try undelivered()
    return (
      parts.reduce(0) { $0 + $1.operations.count + $1.strays.count },
      try OutboxFile.encode(parts, by: identity.device) { key.sign($0) }
    )
  }
}

extension DeviceStore {
  /// The device that vouches for a file was shut out since.
  package struct ShutOut: Error {}

  /// Keeps another device's operations until the authority has them, durably before it returns; `ids`
  /// are those that are new here.
  ///
  /// `trustsShutOut` takes those of a device that was shut out since; else `ShutOut` is thrown. Throws
  /// `OutboxFile.Problem` for a file that is not as its device wrote it.
  package func bring(
    _ file: [UInt8], trustsShutOut: Bool
  ) throws -> (ids: [ID<Operation>], brought: BroughtOperations) {
    let facts = replica.studio.facts
    var isShutOut = false
    let operations = try OutboxFile.operations(in: file) { device, signature, message in
      guard let row = facts[device], !row.publicKey.bytes.isEmpty else { return nil }
      isShutOut = row.revoked
      return SigningKey.verify(signature, of: message, by: row.publicKey.bytes)
    }
    if isShutOut, !trustsShutOut { throw ShutOut() }
    let (new, refused) = try log.carry(operations)
    return (
      new,
      BroughtOperations(
        read: operations.count, new: new.count, known: operations.count - new.count - refused,
        refused: refused)
    )
  }
}
