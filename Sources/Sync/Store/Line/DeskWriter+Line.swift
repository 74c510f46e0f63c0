import Domain
import Rows
import SQLite
import Wire

/// One exchange with an authority elsewhere, in its two halves; the line itself is used between them,
/// while nobody holds the directory's lock.
extension DeskWriter {
  /// At least so long from one to the next.
  private static let betweenRebases: Int64 = 1_000
  private static let betweenDigests: Int64 = 15 * 60_000

  func lineRequest(probe: Bool, wait: Int, closed: Bool) throws -> ExchangeRequest {
    let known = clock.isUncertain ? nil : clock.now
    var request = try device.request(
      probe ? .probe : .full, now: known, clock.reading, closed: closed)
    request.cursor = try coming?.to ?? side?.replica.state().cursor ?? request.cursor
    let isIdle = request.operations.isEmpty && request.strays.isEmpty && coming == nil
    if isIdle, side == nil, !probe, !closed {
      request.want.passes = try wantedPasses()
      request.want.names = try wantedNames()
    }
    request.want.wait = request.want.passes.isEmpty && request.want.names.isEmpty ? wait : 0
    request.want.digest =
      try isIdle && side == nil && MachineClock.sinceBoot >= nextDigest && !replica.hasPending
    return request
  }

  struct Heard {
    /// There is more to push or to pull.
    var more: Bool
    /// Something came that a screen may show.
    var news: Bool
  }

  /// Keeps what the authority said; `askedAt` in milliseconds since the machine's start.
  func lineAnswer(
    _ answer: ExchangeAnswer, to request: ExchangeRequest, askedAt: Int64
  ) throws -> Heard {
    try answer.check(against: request)
    try hear(answer.serverTime, askedAt: askedAt)
    try lineFound(closed: request.closed)
    try keepToldPins()
    if answer.stop == .revoked { throw LineFailure(.revoked) }
    let again: Bool
    do {
      again = try device.receive(answer)
    } catch is DeviceStore.OtherPast {
      _ = try beginSide()
      return Heard(more: true, news: true)
    }
    if side != nil || answer.from != request.cursor {
      try fillSide(answer)
    } else {
      if coming == nil { coming = CollectedRows(from: answer.from) }
      coming?.add(answer)
    }
    var more = try again || side != nil || device.log.hasUnsent()
    let now = MachineClock.sinceBoot
    if !more || now - lastRebase >= Self.betweenRebases {
      try bringIn()
      lastRebase = MachineClock.sinceBoot
    }
    if !more, !request.closed {
      try returnRecalled()
      // It goes at once.
      more = try device.log.hasUnsent()
    }
    if let digest = answer.digest { try compare(digest) }
    try keep(answer.passes, of: request.want.passes)
    try keep(answer.names, of: request.want.names)
    if !more, side == nil {
      more = try !wantedPasses().isEmpty || !wantedNames(whole: true).isEmpty
    }
    return Heard(more: more, news: !answer.changes.isEmpty || !answer.outcomes.isEmpty)
  }

  // MARK: Outages

  /// Nothing answers.
  func lineLost() throws { try log.beginOutage(moment) }

  /// The authority was heard; `closed` says that this desk closes.
  func lineFound(closed: Bool = false) throws { try log.endOutage(moment, closed: closed) }

  private var moment: OperationLog.Moment {
    let reading = clock.reading
    return OperationLog.Moment(
      time: clock.milliseconds, isGuess: clock.isUncertain, boot: reading.boot,
      sinceBoot: Int64(reading.sinceBoot))
  }

  private func bringIn() throws {
    guard let rows = coming else { return }
    coming = nil
    guard rows.isNews else { return }
    // Where another process has brought rows in meanwhile, these are asked for again.
    _ = try device.rebase(rows)
    try checkpoint()
  }

  private func hear(_ time: Int64, askedAt: Int64) throws {
    guard let heard = clock.heard else { return }
    let was = heard.now
    heard.hear(time, askedAt: askedAt)
    // A contact each few seconds is not worth a write: the anchor is for the next start.
    if was.trust == .uncertain || abs(heard.now.milliseconds - was.milliseconds) > 1_000
      || MachineClock.sinceBoot >= nextDigest
    {
      try device.log.keep(heard.value)
    }
  }

  // MARK: A copy from the beginning

  /// The authority has forgotten what this cursor lacks: a new copy is made beside, page by page, while
  /// the old one goes on serving; what pends is decided on it before it takes the old one's place.
  private func fillSide(_ answer: ExchangeAnswer) throws {
    let side = try self.side ?? beginSide()
    guard try side.replica.state().cursor == answer.from else {
      // The first answer that says so follows another cursor.
      return
    }
    var rows = CollectedRows(from: answer.from)
    rows.add(answer)
    try side.replica.atomically { try side.replica.rebase(rows) }
    if !answer.more { try putSide() }
  }

  /// Another copy than the authority's rows: it is set aside, and made anew.
  private func compare(_ digest: [Table: UInt64]) throws {
    nextDigest = MachineClock.sinceBoot + Self.betweenDigests
    guard try !replica.hasPending, try replica.connection.digests() != digest else { return }
    differed = true
    _ = try beginSide()
  }
}
