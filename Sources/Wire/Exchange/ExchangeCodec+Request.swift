import Domain

extension ExchangeCodec {
  private struct Header: Codable {
    struct Want: Codable {
      var rows: Int?
      var digest: Bool?
      var names: [ID<Booking>]?
      var numbers: [String: Int]?
      var passes: [ID<Booking>]?
      var wait: Int?
    }

    var ackedOutcomes: Int64
    var boot: Bits128?
    var closed: Bool?
    var cursor: Int64
    var device: ID<Device>
    var epoch: Epoch
    var nonce: Bits128?
    var operations: Int
    var parent: Epoch?
    var prevHash: String
    var sinceBoot: Int?
    var strays: Int?
    var want: Want?
    var watermark: Instant?
  }

  /// The operations go as the bytes that are stored; throws where those are not one line each.
  package static func encode(_ request: ExchangeRequest) throws(WireError) -> [UInt8] {
    let want = request.want
    let numbers = Dictionary(
      want.numbers.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { $1 })
    var body = try encode(
      Header(
        ackedOutcomes: request.acknowledged, boot: request.boot,
        closed: request.closed ? true : nil,
        cursor: request.cursor, device: request.device, epoch: request.epoch,
        nonce: request.nonce == Bits128(hi: 0, lo: 0) ? nil : request.nonce,
        operations: request.operations.count, parent: request.parent,
        prevHash: base64(request.previous), sinceBoot: request.boot.map { _ in request.sinceBoot },
        strays: request.strays.isEmpty ? nil : request.strays.count,
        want: Header.Want(
          rows: want.rows, digest: want.digest ? true : nil,
          names: want.names.isEmpty ? nil : want.names,
          numbers: numbers.isEmpty ? nil : numbers,
          passes: want.passes.isEmpty ? nil : want.passes, wait: want.wait == 0 ? nil : want.wait),
        watermark: request.watermark))
    body.append(Lines.end)
    for stored in request.operations + request.strays {
      for line in [stored.header, stored.payload] {
        guard !line.contains(Lines.end), line.count <= lineLimit else {
          throw WireError(.malformedExchange)
        }
        body += line
        body.append(Lines.end)
      }
    }
    return body
  }

  package static func request(_ body: [UInt8]) throws(WireError) -> ExchangeRequest {
    var lines = try Lines(body, limit: requestLimit)
    let request = try request(&lines)
    guard lines.isEmpty else { throw WireError(.malformedExchange) }
    return request
  }

  /// The next of several bodies that follow each other.
  static func request(_ lines: inout Lines) throws(WireError) -> ExchangeRequest {
    // Two lines of at least two bytes and a line feed each.
    let most = lines.count / 6
    let header = try decode(Header.self, try lines.header())
    var request = ExchangeRequest(
      device: header.device, epoch: header.epoch, parent: header.parent,
      previous: try bytes(header.prevHash, count: hashLength), cursor: header.cursor,
      acknowledged: header.ackedOutcomes)
    request.watermark = header.watermark
    request.closed = header.closed ?? false
    request.boot = header.boot
    request.sinceBoot = header.sinceBoot ?? 0
    request.nonce = header.nonce ?? request.nonce
    let least = request.want
    request.want.rows = header.want?.rows ?? least.rows
    request.want.digest = header.want?.digest ?? least.digest
    request.want.wait = header.want?.wait ?? least.wait
    request.want.passes = header.want?.passes ?? least.passes
    request.want.names = header.want?.names ?? least.names
    for (word, count) in header.want?.numbers ?? [:] {
      if let kind = NumberKind(rawValue: word) { request.want.numbers[kind] = count }
    }
    guard header.cursor >= 0, header.ackedOutcomes >= 0, 0...maximumRows ~= request.want.rows,
      request.want.wait >= 0, request.want.numbers.values.allSatisfy({ 0...maximumRows ~= $0 }),
      request.want.passes.count <= ExchangeRequest.Want.mostPasses,
      request.want.names.count <= ExchangeRequest.Want.mostNames,
      0...most ~= header.operations, 0...most ~= header.strays ?? 0
    else { throw WireError(.malformedExchange) }
    for _ in 0..<header.operations { request.operations.append(try lines.operation()) }
    for _ in 0..<(header.strays ?? 0) { request.strays.append(try lines.operation()) }
    return request
  }

  private static let maximumRows = 100_000
}

extension Lines {
  fileprivate mutating func operation() throws(WireError) -> StoredOperation {
    StoredOperation(header: [UInt8](try next()), payload: [UInt8](try next()))
  }
}
