import Crypto
package import Domain
import FoundationEssentials

/// What a device is told when it is let in.
package struct Enrolment: Sendable {
  package var device: ID<Device>
  package var organization: ID<Organization>
  package var location: ID<Location>
  package var role: DeviceRole
  package var name: String
  /// Of the authority: checks signed times.
  package var signingKey: [UInt8]
  /// Of the authority: locks what is left when the device is revoked.
  package var boxKey: [UInt8]
  package var passKeys: [PassKey]
  /// For desks: under which PIN verifiers are locked.
  package var verifierKey: [UInt8]?
  /// For kiosks: under which codes and numbers are hashed.
  package var codeKey: [UInt8]?
}

/// A code that was given out; the code itself is kept nowhere.
private struct OpenCode: Codable {
  var hash: Bytes
  var role: DeviceRole
  var location: ID<Location>
  var name: String
  var until: Instant
  /// The device that used it: its answer may have got lost.
  var device: ID<Device>?
}

extension Authority {
  private static var codeLife: Int { 10 * 60 }

  /// A code of twelve characters that lets one device in within ten minutes; throws a `Refusal` for a
  /// location that is not there.
  package func enrolmentCode(
    for role: DeviceRole, at location: ID<Location>, named name: String = "", at now: Instant
  ) throws -> String {
    guard try store.studio(knowing: nil)[location] != nil else {
      throw Refusal(.notFound, ["what": .word(Table.location.rawValue)])
    }
    let symbols = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    let code = random(12).map { symbols[Int($0 & 31)] }
    let open = OpenCode(
      hash: try hash(code), role: role, location: location, name: name, until: now + Self.codeLife)
    try store.commit { try setOpenCodes(try openCodes(at: now) + [open]) }
    return [code[0..<4], code[4..<8], code[8...]]
      .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
  }

  /// Lets a device in; the same device may ask again with the same code. Throws a `Refusal`:
  /// `UNAUTHENTICATED` for a wrong or old code, `RATE_LIMITED` after several of them.
  package func enrol(
    code: String, publicKey: [UInt8], name: String, at now: Instant
  ) throws -> Enrolment {
    let wait = wrongCodes.wait(at: now)
    guard wait == 0 else { throw Refusal(.rateLimited, ["seconds": .seconds(wait)]) }
    guard publicKey.count == SigningKey.publicLength else {
      throw Refusal(.malformed, ["what": .word("key")])
    }
    let given = try hash(Self.symbols(of: code))
    let device = try commit(at: now) { () -> Device? in
      var codes = try openCodes(at: now)
      guard
        let place = codes.firstIndex(where: { constantTimeEqual($0.hash.bytes, given.bytes) })
      else { return nil }
      if let known = codes[place].device {
        let device = try store.studio(knowing: nil)[known]
        return device?.publicKey.bytes == publicKey ? device : nil
      }
      let open = codes[place]
      let names = [name, open.name, open.role.rawValue].map(Cleaned.name)
      let made = try act(
        EnrolDevice(
          name: names.first { !$0.isEmpty } ?? "", role: open.role, location: open.location,
          publicKey: Bytes(publicKey)), at: now, always: true)
      guard let id = made?.subject.map({ ID<Device>($0) }) else { return nil }
      try openWindow(of: open.location, at: now)
      codes[place].device = id
      try setOpenCodes(codes)
      // Nothing comes from it before its first exchange.
      try store.setContact(Contact(at: now, watermark: now, closed: true, cursor: 0), of: id)
      return try store.studio(knowing: nil)[id]
    }
    guard let device else {
      wrongCodes.add(at: now)
      throw Refusal(.unauthenticated)
    }
    // Its sessions are to travel with its first exchange, not tonight.
    _ = try moveWindows(at: now)
    return try enrolment(of: device)
  }

  /// Whether a code was given out here and still opens; for a service of several organizations, where
  /// a code that is right in one is no wrong try in the others.
  package func knows(code: String, at now: Instant) throws -> Bool {
    let given = try hash(Self.symbols(of: code))
    return try openCodes(at: now).contains { constantTimeEqual($0.hash.bytes, given.bytes) }
  }

  private func enrolment(of device: Device) throws -> Enrolment {
    let keys = try keys()
    let facts = try store.studio(knowing: nil)
    return Enrolment(
      device: device.id, organization: facts.organization?.id ?? .none,
      location: device.location, role: device.role, name: device.name,
      signingKey: keys.signing.publicKey, boxKey: keys.box.publicKey,
      passKeys: facts.all(PassKey.self),
      verifierKey: device.role == .desk ? keys.verifiers : nil,
      codeKey: device.role == .kiosk ? keys.codes : nil)
  }

  // MARK: Codes

  /// As people type: in any case, with or without the dashes, I and L as 1, O as 0.
  private static func symbols(of text: String) -> [UInt8] {
    text.uppercased().utf8.compactMap { byte in
      switch byte {
      case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
      case UInt8(ascii: "O"): UInt8(ascii: "0")
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): byte
      default: nil
      }
    }
  }

  private func hash(_ symbols: [UInt8]) throws -> Bytes {
    Bytes(try keyedHash(symbols, key: try keys().enrolment))
  }

  private func openCodes(at now: Instant) throws -> [OpenCode] {
    guard let bytes = try store.note("enrolment") else { return [] }
    return try JSONDecoder().decode([OpenCode].self, from: Data(bytes)).filter { $0.until >= now }
  }

  private func setOpenCodes(_ codes: [OpenCode]) throws {
    try store.setNote("enrolment", [UInt8](try JSONEncoder().encode(codes)))
  }
}
