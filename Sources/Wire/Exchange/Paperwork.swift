package import Domain

/// What device and service say to each other in single documents of JSON, beside the exchange.
package enum Paperwork {
  package struct Problem: Codable, Sendable {
    package var code: String
    package var message: String
    /// The authority's signature over `SignedMessage.revoked`, with `DEVICE_REVOKED`.
    package var proof: Base64?

    package init(code: String, message: String, proof: Base64? = nil) {
      self.code = code
      self.message = message
      self.proof = proof
    }
  }

  package struct Health: Codable, Sendable {
    /// Every organization's store answers.
    package var ok: Bool
    package var organizations: Int
    /// Of the connection's key and the one that may follow it, as libcurl writes them.
    package var pins: [String]

    package init(ok: Bool, organizations: Int, pins: [String]) {
      self.ok = ok
      self.organizations = organizations
      self.pins = pins
    }
  }

  /// The service's clock, signed over `SignedMessage.time`.
  package struct Time: Codable, Sendable {
    /// Milliseconds since 1970.
    package var time: Int64
    package var nonce: Base64
    package var signature: Base64

    package init(time: Int64, nonce: Base64, signature: Base64) {
      self.time = time
      self.nonce = nonce
      self.signature = signature
    }
  }

  package struct Knock: Codable, Sendable {
    package var code: String
    package var publicKey: Base64
    package var name: String

    package init(code: String, publicKey: Base64, name: String) {
      self.code = code
      self.publicKey = publicKey
      self.name = name
    }
  }

  /// What a device is told when it is let in.
  package struct Welcome: Codable, Sendable, Equatable {
    package var device: ID<Device>
    package var organization: ID<Organization>
    package var location: ID<Location>
    package var role: DeviceRole
    package var name: String
    /// Checks signed times.
    package var signingKey: Base64
    /// Locks what is left when the device is revoked.
    package var boxKey: Base64
    /// For desks: under which PIN verifiers are locked.
    package var verifierKey: Base64?
    /// For kiosks: under which codes and numbers are hashed.
    package var codeKey: Base64?
    /// Empty on a plain line.
    package var pins: [String]
    /// PEM of a service that vouches for itself; nil where the machine's authorities know it.
    package var certificate: String?

    package init(
      device: ID<Device>, organization: ID<Organization>, location: ID<Location>,
      role: DeviceRole, name: String, signingKey: Base64, boxKey: Base64, verifierKey: Base64?,
      codeKey: Base64?, pins: [String], certificate: String?
    ) {
      self.device = device
      self.organization = organization
      self.location = location
      self.role = role
      self.name = name
      self.signingKey = signingKey
      self.boxKey = boxKey
      self.verifierKey = verifierKey
      self.codeKey = codeKey
      self.pins = pins
      self.certificate = certificate
    }
  }

  /// First without nonce and signature, to get a nonce; then with both.
  package struct TokenRequest: Codable, Sendable {
    package var organization: ID<Organization>
    package var device: ID<Device>
    package var nonce: Base64?
    /// Over `SignedMessage.token`, by the device's key.
    package var signature: Base64?

    package init(organization: ID<Organization>, device: ID<Device>) {
      self.organization = organization
      self.device = device
    }
  }

  package struct TokenAnswer: Codable, Sendable {
    package var nonce: Base64?
    package var token: String?
    package var expires: Instant?
    /// As they are now: a service changes its key only to one that was told before.
    package var pins: [String]

    package init(
      nonce: Base64? = nil, token: String? = nil, expires: Instant? = nil, pins: [String]
    ) {
      self.nonce = nonce
      self.token = token
      self.expires = expires
      self.pins = pins
    }
  }

  /// Names in alphabetical order.
  package static func encode(_ document: some Encodable) throws(WireError) -> [UInt8] {
    try ExchangeCodec.encode(document)
  }

  /// Throws `malformedExchange`.
  package static func decode<Document: Decodable>(
    _ type: Document.Type, _ bytes: [UInt8]
  ) throws(WireError) -> Document {
    try ExchangeCodec.decode(type, bytes[...])
  }
}
