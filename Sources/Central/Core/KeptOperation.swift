import Crypto
package import Domain
package import Wire

/// An operation and what was decided on it, column by column as both stores keep them; its payload
/// apart, which may go.
package struct KeptOperation {
  package let sequence: Int64
  package let id: ID<Operation>
  package let device: ID<Device>
  package let header: [UInt8]
  package let payloadHash: [UInt8]
  package let state: String
  package let code: String?
  package let subject: [UInt8]?
  /// Hundredths of credits.
  package let returned: Int64?
  package let results: [UInt8]?

  package init(
    sequence: Int64, id: ID<Operation>, device: ID<Device>, header: [UInt8], payloadHash: [UInt8],
    state: String, code: String?, subject: [UInt8]?, returned: Int64?, results: [UInt8]?
  ) {
    (self.sequence, self.id, self.device) = (sequence, id, device)
    (self.header, self.payloadHash) = (header, payloadHash)
    (self.state, self.code, self.subject) = (state, code, subject)
    (self.returned, self.results) = (returned, results)
  }

  package init(_ arrival: Arrival, _ verdict: Verdict) throws(WireError) {
    self.init(
      sequence: verdict.sequence, id: verdict.operation, device: arrival.header.device,
      header: arrival.stored.header, payloadHash: arrival.payloadHash,
      state: verdict.outcome.state.rawValue, code: verdict.outcome.code?.rawValue,
      subject: verdict.subject?.bytes, returned: verdict.returned.map { Int64($0.hundredths) },
      results: verdict.results.isEmpty ? nil : try ReceiptCodec.encode(verdict.results))
  }

  /// State, code, subject, what was returned, and results.
  package var outcome: [Value] {
    [
      .text(state), code.map { .text($0) } ?? .null, subject.map { .blob($0) } ?? .null,
      returned.map { .int($0) } ?? .null, results.map { .blob($0) } ?? .null,
    ]
  }

  /// What stands beside it and tells later whether it is as it was kept: 62 bits of its hash, and how
  /// it came here.
  package func seal(_ course: Course) -> Int64 {
    let hash = checksum(
      RowBytes.encode(
        [.int(sequence), id.value, device.value, .blob(header), .blob(payloadHash)] + outcome))
    return Int64(bitPattern: hash) & ~Course.all.rawValue | course.rawValue
  }

  package struct Course: OptionSet, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }

    /// By its id alone, whoever brought it: no chain had it then.
    package static let alone = Course(rawValue: 1)
    /// It was parked under another sequence, which is nobody's now.
    package static let parked = Course(rawValue: 2)
    fileprivate static let all: Course = [.alone, .parked]

    package init(of seal: Int64) { rawValue = seal & Self.all.rawValue }
  }
}
