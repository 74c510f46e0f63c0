package import Crypto
package import Domain
import SQLite
package import Wire

/// What a line to an authority elsewhere has to know.
package struct LinePlace: Sendable {
  package let membership: Membership
  package let device: ID<Device>
  package let key: SigningKey
  /// False while the time is only guessed, and a certificate's dates say nothing.
  package let clockIsTrusted: @Sendable () -> Bool

  package typealias Maker = @Sendable (LinePlace) throws -> any Line
}

extension DeskWriter {
  /// Nil for a studio whose authority is in its directory.
  func line(_ make: LinePlace.Maker?) throws -> (any Line)? {
    guard let make, let membership = try log.membership() else { return nil }
    return try make(
      LinePlace(
        membership: membership, device: log.identity.device, key: secrets.device,
        clockIsTrusted: { [clock] in !clock.isUncertain }))
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
      throw StoreError(
        .offline,
        "the studio's rows have not come yet (\(failure.code.rawValue)): look at the line, then "
          + "start again; what has come is kept")
    }
  }
}

extension DeskStore {
  /// Begins to talk to the authority, on a thread of its own; nothing for a stand-alone studio.
  package func startLine() { engine?.start() }

  /// Another program has stored something that wants to be sent.
  package func stirLine() { engine?.stir() }

  /// As of now; cheap enough for each second.
  package func lineStatus() throws -> LineStatus {
    let log = try readOperations { connection in
      let queued = try connection.first(
        """
        SELECT count(*), min(at) FROM operations
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
      return (cursor: cursor, open: open)
    }
    let state = engine?.state
    return LineStatus(
      connection: connection(state), queued: log.count,
      age: log.first.map { max(0, clock.now - Instant($0)) }, decisions: rows.open,
      failure: state?.failure, clockOffset: clock.heard?.offset,
      clockIsUncertain: clock.isUncertain, cursor: rows.cursor)
  }

  private func connection(_ state: LineState?) -> LineStatus.Connection {
    switch state?.phase {
    case nil: .standAlone
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
    return Visit(
      pushed: max(0, before.queued - after.queued), pulled: max(0, after.cursor - before.cursor),
      failure: after.failure)
  }
}
