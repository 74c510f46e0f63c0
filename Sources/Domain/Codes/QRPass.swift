/// What the authority vouches for with its signature: this booking, of this member, in this session, until then.
///
/// Bytes, most significant first: version 1 (1), key (2), booking (16), member number (4), session number (4),
/// valid from and to in minutes since 1970 (4 each), Ed25519 signature (64): 99 of the 102 that fit version 5-L.
package struct QRPass: Hashable, Sendable {
  /// Which of the authority's keys signed it; keys rotate.
  package let key: UInt16
  package let booking: Bits128
  /// The sequence of the member's number.
  package let member: UInt32
  package let session: UInt32
  /// Minutes since 1970. Nothing refuses before `from`: the clock of a desk may lag behind the authority's.
  private let from: UInt32
  private let to: UInt32

  package static let bodyLength = 35
  package static let signatureLength = 64
  private static let version: UInt8 = 1

  /// Times are widened to whole minutes, in favour of the member.
  package init(
    key: UInt16, booking: Bits128, member: UInt32, session: UInt32, validFrom: Instant,
    validTo: Instant
  ) {
    self.key = key
    self.booking = booking
    self.member = member
    self.session = session
    from = UInt32(clamping: validFrom.seconds / 60)
    to = UInt32(clamping: (validTo + 59).seconds / 60)
  }

  package var validFrom: Instant { Instant(Int64(from) * 60) }
  package var validTo: Instant { Instant(Int64(to) * 60) }

  package var claim: Claim { Claim(booking: booking, key: key, to: to) }

  /// The bytes that are signed.
  package var body: [UInt8] {
    var bytes = [QRPass.version]
    bytes.reserveCapacity(QRPass.bodyLength + QRPass.signatureLength)
    bytes.append(bigEndian: key)
    bytes += booking.bytes
    for field in [member, session, from, to] { bytes.append(bigEndian: field) }
    return bytes
  }

  /// What the QR carries, in upper-case base45; nil unless the signature has 64 bytes.
  package func text(signature: [UInt8]) -> String? {
    guard signature.count == QRPass.signatureLength else { return nil }
    return Base45.encode(body + signature)
  }

  fileprivate init?(body: ArraySlice<UInt8>) {
    var reader = ByteReader(rest: body)
    guard reader.next(1) == UInt64(QRPass.version), let key = reader.next(2),
      let hi = reader.next(8), let lo = reader.next(8), let member = reader.next(4),
      let session = reader.next(4), let from = reader.next(4), let to = reader.next(4),
      reader.rest.isEmpty
    else { return nil }
    self.key = UInt16(truncatingIfNeeded: key)
    booking = Bits128(hi: hi, lo: lo)
    self.member = UInt32(truncatingIfNeeded: member)
    self.session = UInt32(truncatingIfNeeded: session)
    self.from = UInt32(truncatingIfNeeded: from)
    self.to = UInt32(truncatingIfNeeded: to)
  }
}

// MARK: - Without its signature

extension QRPass {
  /// What is kept of a pass that a device has opened: nothing that passes anywhere again.
  package struct Claim: Hashable, Codable, Sendable {
    package let booking: Bits128
    package let key: UInt16
    /// Minutes since 1970.
    fileprivate let to: UInt32

    package var validTo: Instant { Instant(Int64(to) * 60) }

    package func isExpired(at now: Instant) -> Bool { now > validTo }
  }
}

// MARK: - From a scan

extension QRPass {
  /// A pass as it was scanned: well-formed, and nothing more is known of it before `opened`.
  package struct Sealed: Hashable, Sendable {
    private let pass: QRPass
    /// Whoever has not seen the pass cannot know it: its 64 bytes are a secret between authority and member.
    package let signature: [UInt8]

    /// Throws `.malformed` for any text that is no pass of a version known here.
    package init(text: String) throws(CodeFailure) {
      guard let bytes = Base45.decode(text),
        bytes.count == QRPass.bodyLength + QRPass.signatureLength,
        let pass = QRPass(body: bytes.prefix(QRPass.bodyLength))
      else { throw .malformed }
      self.pass = pass
      signature = Array(bytes.suffix(QRPass.signatureLength))
    }

    /// What it says, before anybody has vouched for that: good for looking up, no more.
    package var claim: Claim { pass.claim }

    /// The pass if its signature holds, else `.forged`; an unknown key is `verify`'s to refuse.
    ///
    /// Revocation stands between forgery and expiry, so the caller asks `Claim.isExpired` afterwards.
    package func opened(
      verify: (_ message: [UInt8], _ signature: [UInt8], _ key: UInt16) -> Bool
    ) throws(CodeFailure) -> QRPass {
      guard verify(pass.body, signature, pass.key) else { throw .forged }
      return pass
    }

    /// The same with expiry, where no revocation is kept; throws `.forged` or `.expired`.
    package func opened(
      at now: Instant,
      verify: (_ message: [UInt8], _ signature: [UInt8], _ key: UInt16) -> Bool
    ) throws(CodeFailure) -> QRPass {
      let pass = try opened(verify: verify)
      guard !pass.claim.isExpired(at: now) else { throw .expired }
      return pass
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(bigEndian value: some FixedWidthInteger) {
    for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}

private struct ByteReader {
  var rest: ArraySlice<UInt8>

  /// At most eight bytes, most significant first; nil when fewer are left.
  mutating func next(_ count: Int) -> UInt64? {
    guard rest.count >= count else { return nil }
    defer { rest.removeFirst(count) }
    return rest.prefix(count).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
