package import Domain
import FoundationEssentials
import SQLite

/// What a device keeps of its enrolment, for as long as it belongs to an authority elsewhere.
package struct Membership: Codable, Equatable, Sendable {
  /// Where the service is.
  package var url: String
  package var organization: ID<Organization>
  /// Checks signed times.
  package var signingKey: Bytes
  /// Locks what is left when the device is revoked.
  package var boxKey: Bytes
  package var pins: [String]
  /// PEM of a service that vouches for itself.
  package var certificate: String?

  package init(
    url: String, organization: ID<Organization>, signingKey: Bytes, boxKey: Bytes, pins: [String],
    certificate: String?
  ) {
    self.url = url
    self.organization = organization
    self.signingKey = signingKey
    self.boxKey = boxKey
    self.pins = pins
    self.certificate = certificate
  }
}

extension OperationLog {
  private static let membership = "membership"
  private static let time = "time"

  /// Nil for a studio whose authority is in the same directory.
  func membership() throws -> Membership? { try read(Self.membership) }

  package func keep(_ membership: Membership) throws { try write(membership, Self.membership) }

  package func heardTime() throws -> CorrectedTime { try read(Self.time) ?? CorrectedTime() }

  package func keep(_ time: CorrectedTime) throws { try write(time, Self.time) }

  private func read<Value: Decodable>(_ name: String) throws -> Value? {
    guard let bytes = try connection.meta(name) else { return nil }
    do {
      return try JSONDecoder().decode(Value.self, from: Data(bytes))
    } catch {
      throw StoreError(.damaged, "operations.db does not say which authority it is of")
    }
  }

  private func write(_ value: some Encodable, _ name: String) throws {
    try connection.setMeta(name, [UInt8](try JSONEncoder().encode(value)))
  }
}
