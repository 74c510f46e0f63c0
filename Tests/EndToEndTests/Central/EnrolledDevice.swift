import Crypto
import Domain
import FoundationEssentials
import Glibc
import Support
import Sync
import Testing
import Wire

/// A desk that was let in, with an empty file; it writes one operation behind the other.
final class EnrolledDevice {
  let line: HTTPLine
  let welcome: Paperwork.Welcome
  let epoch = Epoch(UInt64.random(in: 1...UInt64.max))
  private var seq = 0
  private var hash = Chain.start
  /// What it sent, in order.
  private(set) var ids: [ID<Operation>] = []

  init(at url: String, _ code: String, in directory: TemporaryDirectory) throws {
    let key = SigningKey()
    let address = try ServiceAddress(url)
    welcome = try Enrolling.enrol(at: address, code: code, key: key, name: "desk")
    let file = directory.file("service.pem")
    try (welcome.certificate ?? "").write(toFile: file, atomically: true, encoding: .utf8)
    line = HTTPLine(
      to: address,
      as: HTTPLine.Credentials(
        organization: welcome.organization, device: welcome.device, key: key,
        signingKey: welcome.signingKey.bytes, pins: welcome.pins,
        certificateFile: welcome.certificate.map { _ in file }), clockIsTrusted: { true })
  }

  /// Asks for news.
  var request: ExchangeRequest {
    ExchangeRequest(
      device: welcome.device, epoch: epoch, previous: hash, cursor: 0, acknowledged: 0)
  }

  /// Its next operations, by somebody of the staff.
  func incidents(_ count: Int = 1, by staff: String) throws -> ExchangeRequest {
    var request = request
    let now = Instant(Int64(time(nil)))
    for _ in 0..<count {
      let operation = Operation(
        id: ID(Bits128(milliseconds: now.seconds * 1_000, random: randomBytes(16))),
        device: welcome.device, location: welcome.location,
        actor: .staff(try #require(ID(text: staff))), channel: .desk, at: now,
        intent: ReportIncident(text: "the lamp is broken"))
      seq += 1
      let header = OperationHeader(
        operation, epoch: epoch, seq: seq, clock: .verified, wall: now, mono: 1,
        boot: Bits128(hi: 1, lo: 1))
      let stored = StoredOperation(
        header: try PayloadCodec.encode(header),
        payload: try PayloadCodec.encode(operation.intent))
      hash = Chain.link(
        after: hash, header: stored.header, payloadHash: SHA256.hash(stored.payload))
      request.operations.append(stored)
      ids.append(operation.id)
    }
    return request
  }
}
