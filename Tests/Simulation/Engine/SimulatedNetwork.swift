import Wire

/// The lines between machines and the authority, each with weather of its own.
final class SimulatedNetwork {
  typealias Reply = (Result<ExchangeAnswer, LineFailure>) throws -> Void
  typealias Server = (ExchangeRequest, @escaping Reply) throws -> Void

  /// What a line does to what travels over it.
  enum Weather: String, CaseIterable {
    case fine
    /// Loses, delays, doubles and cuts short some of it.
    case rough
    /// Nothing passes.
    case cut
    /// What is sent arrives, and no answer comes back.
    case mute
    /// A page of a hotel answers everything with 200.
    case portal
    /// A proxy answers with what it answered another.
    case mixedUp
    /// The authority has too much to do, and says when to come again.
    case busy
  }

  /// One machine's line.
  final class Line {
    let name: String
    var weather = Weather.fine
    /// When the authority wants to hear of it again.
    var heldUntil: Milliseconds = 0

    init(_ name: String) { self.name = name }
  }

  /// A client gives up after so long.
  static let patience: Milliseconds = 90_000

  private let timeline: Timeline
  private let trace: Trace
  private var chance: Chance
  private let server: Server
  /// The last to each device, the latest first.
  private var answers: [ExchangeAnswer] = []
  /// What went wrong, by its word.
  private(set) var faults: [String: Int] = [:]

  init(_ timeline: Timeline, _ trace: Trace, seed: UInt64, server: @escaping Server) {
    self.timeline = timeline
    self.trace = trace
    chance = Chance(seed, "network")
    self.server = server
  }

  /// Sends a request; `reply` is called once, with what came back or why nothing did.
  func send(_ request: ExchangeRequest, over line: Line, reply: @escaping Reply) throws {
    // Clocks drift a little.
    try promise("line", timeline.now > line.heldUntil - 50, "\(line.name) comes too early")
    var isOpen = true
    let patience = Self.patience + Milliseconds(request.want.wait) * 1_000
    let answer: Reply = { result in
      guard isOpen else { return }
      isOpen = false
      try reply(result)
    }
    timeline.after(patience) { try answer(.failure(LineFailure(.timedOut))) }
    switch line.weather {
    case .cut:
      fault("cut", line)
      // Refused at once, or never answered.
      if chance.oneIn(2) {
        timeline.after(delay()) { try answer(.failure(LineFailure(.unreachable))) }
      }
    case .portal:
      fault("portal", line)
      timeline.after(delay()) { try answer(.failure(LineFailure(.stranger))) }
    case .mixedUp:
      let other = answers.first { $0.device != request.device }
      guard let other, chance.oneIn(4) else {
        timeline.after(delay()) { try answer(.failure(LineFailure(.unreachable))) }
        return
      }
      fault("mixed up", line)
      timeline.after(delay()) { try answer(.success(other)) }
    case .mute:
      fault("mute", line)
      timeline.after(delay()) { [self] in try server(request) { _ in } }
    case .busy:
      fault("busy", line)
      let wait = chance.number(2..<40)
      timeline.after(delay()) { try answer(.failure(LineFailure(.busy, retryAfter: wait))) }
    case .rough: rough(request, line, answer)
    case .fine: deliver(request, line, answer, after: delay())
    }
  }

  private func rough(_ request: ExchangeRequest, _ line: Line, _ answer: @escaping Reply) {
    switch chance.number(0..<8) {
    case 0: fault("request lost", line)
    case 1:
      fault("answer lost", line)
      timeline.after(delay()) { [self] in try server(request) { _ in } }
    case 2:
      fault("doubled", line)
      deliver(request, line, answer, after: delay())
      timeline.after(chance.milliseconds(0..<300_000)) { [self] in try server(request) { _ in } }
    case 3:
      fault("late", line)
      deliver(request, line, answer, after: chance.milliseconds(1_000..<200_000))
    case 4: cutShort(request, line, answer)
    default: deliver(request, line, answer, after: delay(), asBytes: true)
    }
  }

  /// Half of the question arrives, or half of the answer.
  private func cutShort(_ request: ExchangeRequest, _ line: Line, _ answer: @escaping Reply) {
    fault("cut short", line)
    timeline.after(delay()) { [self] in
      guard chance.oneIn(2) else {
        let body = try ExchangeCodec.encode(request)
        let part = Array(body.prefix(chance.number(0..<body.count)))
        try promise("wire", (try? ExchangeCodec.request(part)) == nil, "half a request was read")
        return try answer(.failure(LineFailure(.malformed)))
      }
      try server(request) { [self] result in
        if case .success(let said) = result {
          let body = try ExchangeCodec.encode(said)
          let part = Array(body.prefix(chance.number(0..<body.count)))
          try promise("wire", (try? ExchangeCodec.answer(part)) == nil, "half an answer was read")
        }
        timeline.after(delay()) { try answer(.failure(LineFailure(.malformed))) }
      }
    }
  }

  private func deliver(
    _ request: ExchangeRequest, _ line: Line, _ answer: @escaping Reply, after wait: Milliseconds,
    asBytes: Bool = false
  ) {
    timeline.after(wait) { [self] in
      let arrived = asBytes ? try ExchangeCodec.request(ExchangeCodec.encode(request)) : request
      try promise("wire", arrived == request, "a request came out otherwise")
      try server(arrived) { [self] result in
        var result = result
        if case .success(var said) = result {
          if asBytes { said = try ExchangeCodec.answer(ExchangeCodec.encode(said)) }
          result = .success(said)
          answers = [said] + answers.filter { $0.device != said.device }
        }
        timeline.after(delay()) {
          // The line may have gone while the answer was made.
          if line.weather == .fine || line.weather == .rough { try answer(result) }
        }
      }
    }
  }

  private func delay() -> Milliseconds {
    chance.oneIn(12) ? chance.milliseconds(200..<4_000) : chance.milliseconds(4..<120)
  }

  private func fault(_ word: String, _ line: Line) {
    faults[word, default: 0] += 1
    trace.note(timeline.now, line.name, "line: \(word)")
  }
}
