import Crypto
package import Domain
package import Wire

/// How far one life of a device's file has been stored here.
package struct ChainHead: Sendable, Equatable {
  package var seq: Int
  package var hash: [UInt8]

  package init(seq: Int, hash: [UInt8]) {
    self.seq = seq
    self.hash = hash
  }

  /// Before the first operation of a device's first life.
  package static let start = ChainHead(seq: 0, hash: Chain.start)
}

/// What is stored of an operation that came before.
package struct Known: Sendable, Equatable {
  package var verdict: Verdict
  package var payloadHash: [UInt8]

  package init(verdict: Verdict, payloadHash: [UInt8]) {
    self.verdict = verdict
    self.payloadHash = payloadHash
  }
}

/// When a device was last heard of, and what it said of itself.
package struct Contact: Sendable, Equatable {
  package var at: Instant
  /// Corrected time before which it has nothing unsent; only ever rises.
  package var watermark: Instant?
  /// It said that nothing comes until its next start.
  package var closed: Bool
  /// The rows that it has.
  package var cursor: Int64

  package init(at: Instant, watermark: Instant?, closed: Bool, cursor: Int64) {
    self.at = at
    self.watermark = watermark
    self.closed = closed
    self.cursor = cursor
  }
}

/// What devices sent, decided: the answers, as far as they could be given before all was durable.
package struct DecidedExchange {
  struct Part {
    let request: ExchangeRequest
    let intake: Intake
    let answer: ExchangeAnswer?
  }

  let parts: [Part]
  let milliseconds: Int64

  /// False where some answers can only be given before anything else is decided.
  package var isWhole: Bool { parts.allSatisfy { $0.answer != nil } }
}

/// What one device sent, taken: how far it is stored, and what cannot wait for the outcomes' turn.
struct Intake {
  var head: ChainHead
  var stop: ExchangeAnswer.Stop?
  /// The device was away for longer than ended rows are remembered.
  var isTooOld = false
  /// Ids that mean something else here: told once, stored nowhere.
  var mismatches: [Verdict] = []
  var strays: [TakenStray] = []
  var passes: [IssuedPass] = []
  var openNames: [OpenName] = []
}
