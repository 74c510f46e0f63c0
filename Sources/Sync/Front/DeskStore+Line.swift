package import Crypto
package import Domain
import SQLite
import Synchronization
package import Wire

/// What a line to an authority elsewhere has to know.
package struct LinePlace: Sendable {
  package let membership: Membership
  package let device: ID<Device>
  package let key: SigningKey
  /// Where the certificate lies of a service that vouches for itself.
  package let certificateFile: String?
  package let keptToken: KeptToken
  /// False while the time is only guessed, and a certificate's dates say nothing.
  package let clockIsTrusted: @Sendable () -> Bool
  /// The service has told of other pins than those at the enrolment.
  package let pinsChanged: @Sendable ([String]) -> Void

  package typealias Maker = @Sendable (LinePlace) throws -> any Line
}

extension DeskWriter {
  /// Nil for a studio whose authority is in its directory.
  func line(_ make: LinePlace.Maker?) throws -> (any Line)? {
    guard let make, let membership = try log.membership() else { return nil }
    return try make(
      LinePlace(
        membership: membership, device: log.identity.device, key: secrets.device,
        certificateFile: membership.certificate.map { _ in directory.serviceCertificate },
        keptToken: try secrets.keptToken(in: directory),
        clockIsTrusted: { [clock] in !clock.isUncertain },
        pinsChanged: { [weak self] in self?.tellPins($0) }))
  }

  /// Kept by whoever has the lock next; the line uses them at once.
  private func tellPins(_ pins: [String]) { toldPins.withLock { $0 = pins } }

  func keepToldPins() throws {
    guard let pins = toldPins.withLock({ $0.take() }), var membership = try log.membership(),
      membership.pins != pins
    else { return }
    membership.pins = pins
    try log.keep(membership)
  }

  /// A device that has just joined has no rows to show anything of: it waits for its first copy.
  func bringFirstCopy(by line: any Line, _ lock: DirectoryLock, _ wait: Duration) throws {
    guard replica.studio.view(of: log.identity.device) == nil else { return }
    let storage = LineEngine.Storage(of: self, lock, wait)
    do throws(any Error) {
      while true {
        let request = try storage.request(false, 0, false)
        let askedAt = MachineClock.sinceBoot
        let answer = try line.exchange(request)
        guard try storage.answer(answer, request, askedAt).more else { return }
      }
    } catch let failure as LineFailure {
      if failure.code == .revoked { try storage.leave() }
      throw StoreError(
        .offline,
        "the studio's rows have not come yet (\(failure.code.rawValue)): look at the line, then "
          + "start again; what has come is kept")
    }
  }
}

extension DeskStore {
  /// Asks the authority in this directory, and brings what it decides into the rows here. Throws
  /// `StoreError.offline` where it is elsewhere.
  package func withAuthority<Result>(
    _ body: (any LocalAuthority) throws -> Result
  ) throws -> Result {
    // Whoever serves other devices comes by here all the time.
    copies.makeIfDue()
    return try locked { writer in
      guard let beside = writer.beside else {
        throw StoreError.elsewhere
      }
      let result = try body(beside.authority())
      try writer.settle()
      return result
    }
  }

  /// A small text kept in the data directory under a plain name; nil where there is none.
  package func kept(_ name: String) throws -> String? {
    try Files.read(directory.path + "/" + name).map { String(decoding: $0, as: UTF8.self) }
  }

  package func keep(_ text: String, as name: String) throws {
    try Files.write(Array(text.utf8), to: directory.path + "/" + name, durable: true)
  }

  /// Where the authority is; nil for a stand-alone studio.
  package func membership() throws -> Membership? { try locked { try $0.log.membership() } }

  /// Lets the programs of this directory know that other devices can reach the authority here, for as
  /// long as the result is kept.
  package func markServing() throws -> LineHold {
    let hold = try LineHold(directory.serving)
    hold.share()
    return hold
  }

  /// Begins to talk to the authority, on a thread of its own; nothing for a stand-alone studio.
  package func startLine() {
    hold?.take()
    engine?.start()
  }

  /// Another program has stored something that wants to be sent.
  package func stirLine() {
    // It may have had the line when this program began.
    hold?.take()
    engine?.stir()
  }

  /// A person knows that the line is back: nothing waits for its next try.
  package func hurryLine() { engine?.hurry() }

  /// As of now; cheap enough for each second.
  package func lineStatus() throws -> LineStatus {
    let log = try readOperations { connection in
      let queued = try connection.first(
        """
        SELECT count(*) + (SELECT count(*) FROM carried WHERE state IS NULL), min(at)
        FROM operations
        WHERE position > (SELECT settled FROM progress)
          AND position NOT IN (SELECT position FROM outcomes)
        """
      ) { (count: Int($0.int(0)), first: $0.optionalInt(1)) }
      return queued ?? (0, nil)
    }
    let rows = try read { connection in
      let cursor = try connection.first("SELECT cursor FROM state") { $0.int(0) } ?? 0
      let open =
        try connection.first(
          "SELECT count(*) FROM decision WHERE status = 'open'"
        ) { Int($0.int(0)) } ?? 0
      let devices =
        try connection.first("SELECT count(*) FROM device WHERE NOT revoked") { Int($0.int(0)) }
        ?? 0
      return (cursor: cursor, open: open, served: isStandAlone ? max(0, devices - 1) : 0)
    }
    let state = engine?.state
    var status = LineStatus(connection(state))
    (status.queued, status.cursor, status.decisions) = (log.count, rows.cursor, rows.open)
    status.served = rows.served
    status.isServing = rows.served > 0 && serving?.isTaken ?? false
    status.age = log.first.map { max(0, clock.now - Instant($0)) }
    status.failure = state?.failure
    status.tries = state?.tries ?? 0
    status.clockOffset = clock.heard?.offset
    status.clockIsUncertain = clock.isUncertain
    return status
  }

  /// What is known without asking the disk.
  package var lineAtStart: LineStatus { LineStatus(connection(engine?.state)) }

  private func connection(_ state: LineState?) -> LineStatus.Connection {
    switch state?.phase {
    case nil: isStandAlone ? .standAlone : .offline(since: nil)
    case .online?: .online
    case .catchingUp?: .catchingUp
    case .offline(let since)?:
      .offline(since: since.map { clock.now - Int((MachineClock.sinceBoot - $0) / 1_000) })
    }
  }

  /// What one visit to the authority moved.
  package struct Visit: Sendable {
    package var pushed: Int
    package var pulled: Int64
    package var failure: LineFailure.Code?
  }

  /// Says and hears all that there is, and returns; for cron and commands.
  package func visit() throws -> Visit {
    let before = try lineStatus()
    if let engine {
      var more = true
      while more { more = engine.once(probe: false, wait: 0) }
    } else {
      try settle()
    }
    let after = try lineStatus()
    if after.failure == nil { copies.makeDue() }
    return Visit(
      pushed: max(0, before.queued - after.queued), pulled: max(0, after.cursor - before.cursor),
      failure: after.failure)
  }
}
