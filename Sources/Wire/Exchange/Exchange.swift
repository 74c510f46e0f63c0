package import Domain

/// What a device sends: its operations in their order, and how far it knows the authority's rows.
package struct ExchangeRequest: Sendable, Equatable {
  package var device: ID<Device>
  package var epoch: Epoch
  /// The life of the file before this one; nil for the first.
  package var parent: Epoch?
  /// The chain's hash before the first of `operations`.
  package var previous: [UInt8]
  package var operations: [StoredOperation] = []
  /// Operations outside this chain, taken by their ids alone: of a life of the file that ended, or
  /// of another device, brought on a stick.
  package var strays: [StoredOperation] = []
  /// The highest sequence whose rows the replica has.
  package var cursor: Int64
  /// The highest sequence of an outcome that this device has on disk.
  package var acknowledged: Int64
  /// Corrected time before which nothing is unsent; nil while the clock is only guessed.
  package var watermark: Instant?
  /// Which start of the device's machine this is, and the milliseconds since then, as it sends: what
  /// dates the operations of this start exactly, whatever the machine's own clock says.
  package var boot: Bits128?
  package var sinceBoot = 0
  /// Nothing more comes until the next start.
  package var closed = false
  /// Another in each request; the answer repeats it, so that no proxy's old one is taken for it.
  package var nonce = Bits128(hi: 0, lo: 0)
  package var want = Want()

  package struct Want: Sendable, Equatable {
    /// About so many rows at most.
    package var rows = 2_000
    package var digest = false
    /// Numbers beyond what the blocks hold, for an import.
    package var numbers: [NumberKind: Int] = [:]
    /// Seconds to wait for news where there is nothing to say.
    package var wait = 0
    /// Signed passes of these bookings, at most `mostPasses`.
    package var passes: [ID<Booking>] = []

    package static let mostPasses = 100
    /// Locked names of these bookings, at most `mostNames`.
    package var names: [ID<Booking>] = []

    /// Each costs the authority some 30 ms.
    package static let mostNames = 16

    package init() {}
  }

  package init(
    device: ID<Device>, epoch: Epoch, parent: Epoch? = nil, previous: [UInt8], cursor: Int64,
    acknowledged: Int64
  ) {
    self.device = device
    self.epoch = epoch
    self.parent = parent
    self.previous = previous
    self.cursor = cursor
    self.acknowledged = acknowledged
  }
}

extension ExchangeRequest {
  /// When an operation was meant, by a request that is made now: counted back where its machine has run
  /// on since; nil where its desk only guessed the time.
  package func moment(of header: OperationHeader, at now: Instant) -> Instant? {
    switch header.clock {
    case .own, .training: return header.at
    case .verified, .uncertain:
      if header.boot == boot { return now - max(0, sinceBoot - header.mono) / 1_000 }
      return header.clock == .verified ? header.at : nil
    }
  }
}

/// What the authority says: what it has stored, what it made of it, and the rows that changed.
package struct ExchangeAnswer: Sendable {
  package var device: ID<Device>
  package var epoch: Epoch
  /// The device's last operation of this epoch that is stored here; it sends on from the next.
  package var storedTo: Int
  /// The chain's hash there: proves that these very bytes arrived, which a stranger cannot know.
  package var storedHash: [UInt8]
  /// Why nothing after `storedTo` was taken; nil where all was.
  package var stop: Stop?
  /// In the order of their sequences; of all lives of the device, by whatever way they came.
  package var outcomes: [Verdict] = []
  /// More outcomes than these wait.
  package var moreOutcomes = false
  /// What became of the request's strays; those that are not named here are not stored.
  package var strays: [TakenStray] = []
  /// Of each booking that was asked for.
  package var passes: [IssuedPass] = []
  /// Of each booking that a kiosk asked for.
  package var names: [LockedName] = []
  /// Names that are still to be locked, away from where others wait for a decision; they never travel.
  package var openNames: [OpenName] = []
  /// The cursor that the rows follow: that of the request, or 0 where it was too old.
  package var from: Int64
  /// The highest sequence examined: the cursor after these rows.
  package var to: Int64
  package var more = false
  package var changes: [FeedChange] = []
  /// The sum of the hashes of each table's rows at `to`; nil unless asked and nothing more is left.
  package var digest: [Table: UInt64]?
  /// Devices of the asking desk's location whose silence holds up what is judged there; none for a
  /// kiosk, which judges nothing.
  package var behind: [AwaitedDevice] = []
  /// Milliseconds since 1970 when the answer was made.
  package var serverTime: Int64
  /// That of the request.
  package var nonce = Bits128(hi: 0, lo: 0)
  /// Seconds.
  package var retryAfter: Int?

  package enum Stop: String, Sendable, Codable {
    /// Operations between those stored and those sent are missing.
    case gap
    /// What was sent does not follow what is stored: a restored, cloned or rewound desk.
    case fork
    /// The bytes are no operation of this device and epoch.
    case malformed
    /// The device was revoked: nothing of it is taken, and nothing sent to it.
    case revoked
  }

  package init(
    device: ID<Device>, epoch: Epoch, storedTo: Int, storedHash: [UInt8], from: Int64, to: Int64,
    serverTime: Int64
  ) {
    self.device = device
    self.epoch = epoch
    self.storedTo = storedTo
    self.storedHash = storedHash
    self.from = from
    self.to = to
    self.serverTime = serverTime
  }

  /// Throws `LineFailure.stranger` for the answer to another question: nothing in it may be believed,
  /// the time least of all.
  package func check(against request: ExchangeRequest) throws(LineFailure) {
    guard device == request.device, epoch == request.epoch, nonce == request.nonce else {
      throw LineFailure(.stranger)
    }
  }
}

/// What the authority says of an operation that came outside a chain, so that whoever carries it for
/// another device need keep it no longer.
package struct TakenStray: Sendable, Equatable {
  package enum State: String, Sendable {
    case new, known
    /// It cannot be what it says: another operation has its id, or nobody but the authority may do it.
    case refused
  }

  package let operation: ID<Operation>
  /// `Chain.alone` of what came: proves that it was these very bytes.
  package let hash: [UInt8]
  package let state: State

  package init(operation: ID<Operation>, hash: [UInt8], state: State) {
    self.operation = operation
    self.hash = hash
    self.state = state
  }
}

/// What there is to show at the door for a booking.
package struct IssuedPass: Sendable, Equatable {
  package let booking: ID<Booking>
  /// As a QR code carries it; nil where there is none to give.
  package let text: String?

  package init(booking: ID<Booking>, text: String?) {
    self.booking = booking
    self.text = text
  }
}

/// A device that has not told everything up to now, as the authority last heard of it.
package struct AwaitedDevice: Sendable, Hashable, Codable {
  package var device: ID<Device>
  /// Corrected time before which it has nothing unsent; nil where it never said so.
  package var watermark: Instant?
  package var lastContact: Instant?

  package init(_ device: ID<Device>, watermark: Instant?, lastContact: Instant?) {
    self.device = device
    self.watermark = watermark
    self.lastContact = lastContact
  }
}

/// One line of the feed.
package enum FeedChange: Sendable {
  case row(Change)
  /// The session has left the device's window, and all that hangs on it; nothing was deleted.
  case evict(ID<Session>)
}

/// The way to the authority: a connection, or the authority itself in the same program.
package protocol Line: Sendable {
  /// Waits for the answer, at most a little longer than `want.wait`.
  func exchange(_ request: ExchangeRequest) throws(LineFailure) -> ExchangeAnswer
  /// Ends an exchange that waits, from another thread.
  func interrupt()
}

/// Why there was no answer; never says what was sent.
package struct LineFailure: Error, Equatable, Sendable {
  package enum Code: String, Sendable, Codable {
    /// No connection was made.
    case unreachable
    /// One was, and broke off.
    case cutOff
    case timedOut, interrupted
    /// Something answered that is not the authority: a captive portal.
    case stranger
    case revoked, unauthenticated
    /// This program is too old for rows; what it sends is still taken.
    case tooOld
    /// The authority is overloaded or starting.
    case busy
    /// The answer could not be read.
    case malformed
    /// The authority's disk or database failed.
    case failed
  }

  package let code: Code
  /// Seconds, where the authority said so.
  package let retryAfter: Int?

  package init(_ code: Code, retryAfter: Int? = nil) {
    self.code = code
    self.retryAfter = retryAfter
  }
}
