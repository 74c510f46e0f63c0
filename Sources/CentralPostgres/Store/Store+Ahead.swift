import Central
import Domain
import Rows

/// What a turn that is ahead cannot find out without the lock.
struct LockNeeded: Error {}

/// Commits that are decided while the one before is on its way.
///
/// Nobody else writes as a rule, so a turn is decided on what is known, and takes the lock only with
/// what it writes: there the server refuses it where somebody was faster, and it is decided anew.
extension PostgresAuthorityStore {
  /// What the server has been told, and not said yes to.
  struct Sent {
    let turn: Turn
    let link: Link
    /// What became of it, where that is known already.
    var result: Result<Void, PostgresError>?
  }

  package var isAhead: Bool { decided != nil || sent != nil }

  /// Milliseconds for which the lock comes first after somebody else has written.
  private static let lockFor = 1_000

  /// Takes the lock where the sequence still is what it was, and sets the new one; an error otherwise.
  private static let advance = Statement(
    """
    UPDATE state SET sequence = $4, studio = $5 WHERE organization = $1
      AND 1 / (CASE WHEN sequence = $2 AND studio = $3 THEN 1 ELSE 0 END) = 1
    """, .uuid, .int, .int, .int, .int)
  private static let notAdvanced = "22012"

  /// As `commit`, but what was decided has to be sent and is durable only with `confirm`; until then
  /// nothing may be asked but what the next decision asks. Durable at once where it was not possible
  /// to decide ahead: then `isAhead` is false.
  package func decide<Result>(_ body: () throws -> Result) throws -> Result {
    precondition(turn == nil && decided == nil, "one decision at a time")
    guard try sent != nil || recent.last >= 0 && Link.now >= locksUntil && isFresh() else {
      return try commit(body)
    }
    let before = studio
    let link = try pool.take()
    defer { pool.giveBack(link) }
    let turn = Turn(
      ahead: link, sequence: recent.last, studioVersion: studio.version, after: sent?.turn)
    self.turn = turn
    defer { self.turn = nil }
    do {
      let result = try body()
      try flush()
      // What was asked last, and not waited for.
      try settle()
      remember(turn)
      decided = turn
      return result
    } catch {
      self.turn = nil
      receive()
      studio = before
      forget()
      guard error is LockNeeded, sent == nil else { throw error }
      return try commit(body)
    }
  }

  /// Sends what was decided, when what was sent before is durable.
  package func dispatch() throws {
    guard let turn = decided else { throw PostgresError(.unavailable, at: "not decided") }
    precondition(sent == nil, "one after the other")
    guard !turn.writes.isEmpty else {
      decided = nil
      return
    }
    let link = try pool.take()
    do {
      try begin(Self.beginWrite, on: link)
      try link.ask(
        Self.advance,
        mine(
          .int(turn.start), .int(turn.studioStart), .int(turn.sequence), .int(turn.studioVersion)))
      for write in turn.writes { try link.ask(write.statement, write.parameters) }
      try link.ask(Self.commit)
      try link.depart()
      turn.writes = []
      sent = Sent(turn: turn, link: link)
      decided = nil
    } catch {
      pool.giveBack(link)
      lose()
      throw error
    }
  }

  /// Returns when what was sent is durable. Throws where it is not, or `uncertain`; then what was
  /// decided after it is lost too.
  package func confirm() throws {
    guard sent != nil else { return }
    receive()
    let result = sent?.result
    sent = nil
    do throws(PostgresError) {
      try result?.get()
      checkedAt = Link.now
      if decided == nil { dropIfLarge() }
    } catch {
      if error.code == .overtaken { locksUntil = Link.now + Self.lockFor }
      lose()
      throw error
    }
  }

  /// True where the next turn can learn what the last one did only when it is durable, or would wait
  /// for a link.
  package var mustRest: Bool {
    (decided ?? sent?.turn)?.mustRest ?? false || pool.lentOut == pool.size
  }

  /// Reads what the server says to what was sent.
  private func receive() {
    guard let sent, sent.result == nil else { return }
    defer { pool.giveBack(sent.link) }
    do throws(PostgresError) {
      _ = try sent.link.answers()
      self.sent?.result = .success(())
    } catch {
      let told =
        switch (error.code, error.state) {
        case (_, Self.notAdvanced): PostgresError(.overtaken, at: error.place)
        case (.unavailable, _): PostgresError(.uncertain, state: error.state, at: error.place)
        default: error
        }
      self.sent?.result = .failure(told)
    }
  }

  /// What is known may be of what was never done.
  private func lose() {
    decided = nil
    studio = Studio(zones: studio.zones)
    forget()
  }
}
