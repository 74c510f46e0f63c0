package import Domain

/// The bytes under a signature; each kind begins with its own word, so that none passes for another.
package enum SignedMessage {
  /// What a device signs to get a token: the authority's nonce, for this device and organization.
  package static func token(
    _ device: ID<Device>, of organization: ID<Organization>, nonce: [UInt8]
  ) -> [UInt8] {
    Array("studioloop token 1".utf8) + organization.raw.bytes + device.raw.bytes + nonce
  }

  /// What the authority signs of its clock: the asker's nonce, and milliseconds since 1970.
  package static func time(_ milliseconds: Int64, nonce: [UInt8]) -> [UInt8] {
    Array("studioloop time 1".utf8)
      + Bits128(hi: 0, lo: UInt64(bitPattern: milliseconds)).bytes.suffix(8) + nonce
  }

  /// What a device signs of a file for a stick: every byte before its seal.
  package static func outbox(_ file: [UInt8], of device: ID<Device>) -> [UInt8] {
    Array("studioloop outbox 1".utf8) + device.raw.bytes + file
  }

  /// What the authority signs to say that it has shut a device out: only this makes a device give up
  /// what it has.
  package static func revoked(_ device: ID<Device>, of organization: ID<Organization>) -> [UInt8] {
    Array("studioloop revoked 1".utf8) + organization.raw.bytes + device.raw.bytes
  }
}
