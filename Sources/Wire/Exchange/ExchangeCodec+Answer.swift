import Domain
import FoundationEssentials

extension ExchangeCodec {
  private struct Header: Codable {
    var behind: [AwaitedDevice]?
    var device: ID<Device>
    var digest: [String: String]?
    var epoch: Epoch
    var from: Int64
    var more: Bool?
    var moreOutcomes: Bool?
    var names: [NameCells]?
    var nonce: Bits128?
    var outcomes: [OutcomeCells]?
    var passes: [PassCells]?
    var retryAfter: Int?
    /// How many lines follow.
    var rows: Int
    var serverTime: Int64
    var stop: String?
    var storedHash: String
    var storedTo: Int
    var strays: [StrayCells]?
    var to: Int64
  }

  package static func encode(_ answer: ExchangeAnswer) throws(WireError) -> [UInt8] {
    var header = Header(
      device: answer.device, epoch: answer.epoch, from: answer.from, rows: answer.changes.count,
      serverTime: answer.serverTime, storedHash: base64(answer.storedHash),
      storedTo: answer.storedTo, to: answer.to)
    if !answer.behind.isEmpty { header.behind = answer.behind }
    if answer.more { header.more = true }
    if answer.moreOutcomes { header.moreOutcomes = true }
    if !answer.outcomes.isEmpty { header.outcomes = answer.outcomes.map(OutcomeCells.init) }
    if !answer.strays.isEmpty { header.strays = answer.strays.map(StrayCells.init) }
    if !answer.passes.isEmpty {
      header.passes = answer.passes.map { PassCells(booking: $0.booking, text: $0.text) }
    }
    if !answer.names.isEmpty {
      header.names = answer.names.map {
        NameCells(booking: $0.booking, boxes: $0.boxes.isEmpty ? nil : Base64($0.boxes))
      }
    }
    if answer.nonce != Bits128(hi: 0, lo: 0) { header.nonce = answer.nonce }
    header.retryAfter = answer.retryAfter
    header.stop = answer.stop?.rawValue
    header.digest = answer.digest.map { digest in
      Dictionary(digest.map { ($0.key.rawValue, text($0.value)) }, uniquingKeysWith: { $1 })
    }
    var body = try encode(header)
    body.append(Lines.end)
    for change in answer.changes {
      switch change {
      case .row(let row): body += try RowLine.encode(row)
      case .evict(let session): body += try encode([evicting, base64(session.raw.bytes)])
      }
      body.append(Lines.end)
    }
    return body
  }

  package static func answer(_ body: [UInt8]) throws(WireError) -> ExchangeAnswer {
    var lines = try Lines(body, limit: answerLimit)
    let header = try decode(Header.self, try lines.header())
    var answer = ExchangeAnswer(
      device: header.device, epoch: header.epoch, storedTo: header.storedTo,
      storedHash: try bytes(header.storedHash, count: hashLength), from: header.from,
      to: header.to, serverTime: header.serverTime)
    guard header.storedTo >= 0, header.from >= 0, header.to >= 0, header.rows >= 0 else {
      throw WireError(.malformedExchange)
    }
    answer.nonce = header.nonce ?? answer.nonce
    answer.behind = header.behind ?? []
    answer.more = header.more ?? false
    answer.moreOutcomes = header.moreOutcomes ?? false
    answer.outcomes = (header.outcomes ?? []).map(\.verdict)
    answer.passes = (header.passes ?? []).map { IssuedPass(booking: $0.booking, text: $0.text) }
    answer.names = (header.names ?? []).map {
      LockedName(booking: $0.booking, boxes: $0.boxes?.bytes ?? [])
    }
    for cells in header.strays ?? [] {
      guard let stray = cells.stray else { throw WireError(.malformedExchange) }
      answer.strays.append(stray)
    }
    answer.retryAfter = header.retryAfter
    // A reason that is not known here is one all the same.
    answer.stop = header.stop.map { ExchangeAnswer.Stop(rawValue: $0) ?? .malformed }
    if let digest = header.digest {
      answer.digest = try sums(digest)
    }
    for _ in 0..<header.rows {
      if let change = try feedChange(try lines.next()) { answer.changes.append(change) }
    }
    guard lines.isEmpty else { throw WireError(.malformedExchange) }
    return answer
  }

  private static func sums(_ digest: [String: String]) throws(WireError) -> [Table: UInt64] {
    var sums: [Table: UInt64] = [:]
    for (word, text) in digest {
      guard let sum = UInt64(text, radix: 16) else { throw WireError(.malformedExchange) }
      if let table = Table(rawValue: word) { sums[table] = sum }
    }
    return sums
  }

  /// Nil for a row of a newer program.
  private static func feedChange(_ line: ArraySlice<UInt8>) throws(WireError) -> FeedChange? {
    guard !line.starts(with: evictingStart) else {
      let cells = try decode([String].self, line)
      guard cells.count == 2, let key = Bits128(bytes: try bytes(cells[1], count: 16)) else {
        throw WireError(.malformedExchange)
      }
      return .evict(ID(key))
    }
    do {
      return .row(try RowLine.change(line))
    } catch {
      guard error.code == .unknownTable else { throw WireError(.malformedExchange) }
      return nil
    }
  }

  private static let evicting = "~session"
  private static let evictingStart = Array("[\"\(evicting)\"".utf8)
}

/// An outcome as a list: id, sequence, state, code, subject, returned hundredths, results; what is
/// null at the end is left out.
private struct OutcomeCells: Codable {
  let verdict: Verdict

  init(_ verdict: Verdict) { self.verdict = verdict }

  init(from decoder: any Decoder) throws {
    var cells = try decoder.unkeyedContainer()
    let id = try cells.decode(ID<Operation>.self)
    let sequence = try cells.decode(Int64.self)
    guard let state = Outcome.State(rawValue: try cells.decode(String.self)) else {
      throw WireError(.malformedExchange)
    }
    // A code of a newer program is left out.
    let code = try cells.next(String.self).flatMap(RefusalCode.init(rawValue:))
    verdict = Verdict(
      operation: id, sequence: sequence, outcome: Outcome(state, code: code),
      subject: try cells.next(Bits128.self), returned: try cells.next(Credits.self),
      results: try (cells.next([ResultCells].self) ?? []).map(\.result))
  }

  func encode(to encoder: any Encoder) throws {
    var cells = encoder.unkeyedContainer()
    try cells.encode(verdict.operation)
    try cells.encode(verdict.sequence)
    try cells.encode(verdict.outcome.state.rawValue)
    let results = verdict.results.isEmpty ? nil : verdict.results.map(ResultCells.init)
    try cells.encode(
      untilLast: [verdict.outcome.code?.rawValue, verdict.subject, verdict.returned, results])
  }
}

private struct PassCells: Codable {
  var booking: ID<Booking>
  var text: String?
}

private struct NameCells: Codable {
  var booking: ID<Booking>
  var boxes: Base64?
}

/// One stray: operation, hash, state.
private struct StrayCells: Codable {
  /// Nil where the hash is none.
  let stray: TakenStray?

  init(_ stray: TakenStray) { self.stray = stray }

  init(from decoder: any Decoder) throws {
    var cells = try decoder.unkeyedContainer()
    let operation = try cells.decode(ID<Operation>.self)
    let hash = try? ExchangeCodec.bytes(
      try cells.decode(String.self), count: ExchangeCodec.hashLength)
    // Whatever a newer program calls it, it is stored.
    let state = TakenStray.State(rawValue: try cells.decode(String.self)) ?? .known
    stray = hash.map { TakenStray(operation: operation, hash: $0, state: state) }
  }

  func encode(to encoder: any Encoder) throws {
    guard let stray else { return }
    var cells = encoder.unkeyedContainer()
    try cells.encode(stray.operation)
    try cells.encode(ExchangeCodec.base64(stray.hash))
    try cells.encode(stray.state.rawValue)
  }
}

/// One row of a batch or an import: kind, key, refusal, message.
private struct ResultCells: Codable {
  let result: RowResult

  init(_ result: RowResult) { self.result = result }

  init(from decoder: any Decoder) throws {
    var cells = try decoder.unkeyedContainer()
    let kind = RowResult.Kind(rawValue: try cells.decode(String.self)) ?? .unchanged
    result = RowResult(
      kind, key: try cells.next(Bits128.self),
      refusal: try cells.next(String.self).flatMap(RefusalCode.init(rawValue:)),
      message: try cells.next(String.self))
  }

  func encode(to encoder: any Encoder) throws {
    var cells = encoder.unkeyedContainer()
    try cells.encode(result.kind.rawValue)
    try cells.encode(untilLast: [result.key, result.refusal?.rawValue, result.message])
  }
}

extension UnkeyedDecodingContainer {
  /// Nil for null and where the list has ended.
  fileprivate mutating func next<Cell: Decodable>(_ type: Cell.Type) throws -> Cell? {
    isAtEnd ? nil : try decodeIfPresent(type)
  }
}

extension UnkeyedEncodingContainer {
  fileprivate mutating func encode(untilLast cells: [(any Encodable)?]) throws {
    guard let last = cells.lastIndex(where: { $0 != nil }) else { return }
    for cell in cells[...last] {
      if let cell { try encode(cell) } else { try encodeNil() }
    }
  }
}
