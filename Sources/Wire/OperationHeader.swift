package import Domain

/// Everything that is kept of an operation besides its payload: who, where, when, and its place in
/// the device's chain. Its encoded bytes are what the chain hashes, so they are never encoded again.
package struct OperationHeader: Codable, Equatable, Sendable {
  package var id: ID<Operation>
  package var device: ID<Device>
  /// Random for each life of the device's file; a restored or cloned desk takes a new one.
  package var epoch: Epoch
  /// From 1, without gaps inside an epoch.
  package var seq: Int
  /// As text, so that a kind of a newer program can be kept and passed on.
  package var kind: String
  /// Of the payload's shape; a version lives for ever.
  package var version: Int
  package var location: ID<Location>
  package var actor: Actor
  package var channel: Channel
  /// Corrected time at which it was meant.
  package var at: Instant
  package var clock: ClockTrust
  /// The machine's own idea of the time, whatever it is worth.
  package var wall: Instant
  /// Milliseconds since this machine's start (CLOCK_BOOTTIME).
  package var mono: Int
  /// Which start of the machine.
  package var boot: Bits128
  /// What the screen showed when the person decided; nil where nothing could have changed.
  package var basis: Basis?
  /// Operations without which it makes no sense; nil for none.
  package var after: [ID<Operation>]?

  package init(
    _ operation: Operation, epoch: Epoch, seq: Int, clock: ClockTrust, wall: Instant, mono: Int,
    boot: Bits128
  ) {
    id = operation.id
    device = operation.device
    self.epoch = epoch
    self.seq = seq
    kind = type(of: operation.intent).kind.rawValue
    version = PayloadCodec.version
    location = operation.location
    actor = operation.actor
    channel = operation.channel
    at = operation.at
    self.clock = clock
    self.wall = wall
    self.mono = mono
    self.boot = boot
  }
}

/// How far the corrected time of an operation can be believed.
package enum ClockTrust: String, Codable, Sendable {
  /// The clock of a machine that is its own authority.
  case own
  /// Set by hand in a training studio.
  case training
  /// Verified by an authority since this machine started.
  case verified
  /// A guess after a restart without contact.
  case uncertain
}

/// What was known when the person decided, so that the authority can tell what changed since.
package struct Basis: Codable, Equatable, Sendable {
  package var cursor: Int
  package var seatsLeft: Int?
  package var row: Int64?

  package init(cursor: Int, seatsLeft: Int? = nil, row: Int64? = nil) {
    self.cursor = cursor
    self.seatsLeft = seatsLeft
    self.row = row
  }
}

/// 64 random bits; 16 hexadecimal digits on the wire, since JSON numbers end at 53 bits elsewhere.
package struct Epoch: Hashable, Sendable, Codable {
  package let raw: UInt64

  package init(_ raw: UInt64) { self.raw = raw }

  /// As the rulebook names it.
  package var life: Int { Int(Int64(bitPattern: raw)) }

  package init(from decoder: any Decoder) throws {
    let text = try String(from: decoder)
    guard text.utf8.count == 16, let raw = UInt64(text, radix: 16) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not an epoch"))
    }
    self.raw = raw
  }

  package func encode(to encoder: any Encoder) throws {
    let digits = String(raw, radix: 16)
    try (String(repeating: "0", count: 16 - digits.utf8.count) + digits).encode(to: encoder)
  }
}
