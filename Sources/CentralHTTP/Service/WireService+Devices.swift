import Central
import Crypto
import Domain
import Wire

/// Routes for devices, who show a token.
extension WireService {
  func exchange(_ request: HTTPRequest, _ answered: @escaping Answered) throws {
    let (house, device) = try bearer(of: request)
    try take(request, house, answered) { exchange in
      guard exchange.device == device else { throw Problem(.notPermitted) }
      return Delivery(exchange)
    }
  }

  /// From an exported file: of whatever device of the organization, brought by one in good standing.
  func carry(_ request: HTTPRequest, _ answered: @escaping Answered) throws {
    let (house, device) = try bearer(of: request)
    try demandStanding(device, in: house)
    try take(request, house, answered) { exchange in
      var exchange = exchange
      // The file is the device's; rows are what the device asks for itself.
      exchange.want = ExchangeRequest.Want()
      exchange.want.rows = 0
      return Delivery(exchange, isCarried: true)
    }
  }

  private func take(
    _ request: HTTPRequest, _ house: House, _ answered: @escaping Answered,
    _ read: (ExchangeRequest) throws -> Delivery
  ) throws {
    house.writer.announce()
    let delivery: Delivery
    do {
      delivery = try read(try ExchangeCodec.request(body(of: request)))
    } catch {
      house.writer.withdraw()
      throw error
    }
    let wait = min(delivery.request.want.wait, options.longestWait)
    let isTaken = house.writer.exchange(delivery, wait: wait) { [self] result in
      let named = try? result.get().openNames.isEmpty == false
      let isLocking =
        named == true
        && locks.run { [self] in
          finish(delivery, Result { try result.get().lockingNames() }, answered)
        }
      if !isLocking { finish(delivery, result, answered) }
    }
    if !isTaken { throw Problem(.unavailable) }
  }

  /// The writer has more to do than to write answers.
  private func finish(
    _ delivery: Delivery, _ result: Result<ExchangeAnswer, any Error>,
    _ answered: @escaping Answered
  ) {
    pool.finish { [self] in
      answered(
        response {
          let answer = try result.get()
          if answer.stop == .revoked { throw Problem(.deviceRevoked) }
          count(delivery, answer)
          return lines(try ExchangeCodec.encode(answer))
        })
    }
  }

  private func count(_ delivery: Delivery, _ answer: ExchangeAnswer) {
    guard !delivery.arrivals.isEmpty, !answer.outcomes.isEmpty else { return }
    let states = Dictionary(
      answer.outcomes.map { ($0.operation, $0.outcome.state) }, uniquingKeysWith: { $1 })
    for arrival in delivery.arrivals {
      guard let state = states[arrival.header.id] else { continue }
      metrics.decided(arrival.header.kind, state)
    }
  }

  /// A device's own operations back, in the form in which it sent them.
  func operations(_ request: HTTPRequest) throws -> HTTPResponse {
    let (house, device) = try bearer(of: request)
    let asked = request.parameters
    guard let named = asked["device"].flatMap({ ID<Device>(text: $0) }),
      let raw = asked["epoch"].flatMap({ UInt64($0, radix: 16) }),
      let after = Int(asked["after"] ?? "0"), after >= 0
    else { throw Problem(.malformed) }
    guard named == device else { throw Problem(.notPermitted) }
    try demandStanding(device, in: house)
    let epoch = Epoch(raw)
    let sent = try house.writer.perform { core in
      let previous = try core.link(of: device, epoch, at: after)
      var sent = ExchangeRequest(
        device: device, epoch: epoch, previous: previous ?? Chain.start, cursor: 0,
        acknowledged: 0)
      sent.operations = try core.operations(of: device, epoch, after: after, limit: Self.atOnce)
      return sent
    }
    return lines(try ExchangeCodec.encode(sent))
  }

  private static var atOnce: Int { 50 }
}
