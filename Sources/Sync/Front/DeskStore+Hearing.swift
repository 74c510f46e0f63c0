import Glibc
import SQLite

extension DeskStore {
  /// What came of something just stored, as far as the authority elsewhere says it within so many
  /// milliseconds; the receipt as it was where it does not.
  ///
  /// It is one try, which a line that is down ends at once; `insisting` tries until the time is over.
  /// Where the application talks for this directory, its line is the one that counts. What stands anyhow
  /// is told as well: nobody else may come to tell it.
  package func hear(
    of receipt: Receipt, within milliseconds: Int64, insisting: Bool = false
  ) -> Receipt {
    guard let engine, let hold, receipt.outcome == nil || receipt.isFirm, milliseconds > 0
    else { return receipt }
    let deadline = MachineClock.sinceBoot + milliseconds
    let isOurs = hold.take()
    defer { if isOurs { hold.letGo() } }
    // What failed a moment ago is not tried for every act of one command.
    guard insisting || engine.state.failure == nil else { return receipt }
    while true {
      if isOurs { engine.exchange(until: deadline) }
      if let told = try? told(of: receipt) { return told }
      guard insisting || !isOurs, MachineClock.sinceBoot < deadline else { return receipt }
      usleep(isOurs ? 200_000 : 20_000)
    }
  }

  /// Tries once to hear what the authority elsewhere has; false where it did not answer within so many
  /// milliseconds.
  package func ask(within milliseconds: Int64) throws -> Bool {
    guard engine != nil else { return false }
    if case .offline = try lineStatus(askingFor: milliseconds).connection { return false }
    return true
  }

  /// The line for a run that shows it once: asked here, or where another program talks for this
  /// directory, as that one has left word.
  package func lineStatus(askingFor milliseconds: Int64) throws -> LineStatus {
    guard let engine, let hold else { return try lineStatus() }
    guard hold.take() else {
      var status = try lineStatus()
      let last = try outages().first
      status.connection =
        last.flatMap { $0.ended == nil ? .offline(since: $0.began) : nil } ?? .online
      return status
    }
    defer { hold.letGo() }
    engine.exchange(until: MachineClock.sinceBoot + milliseconds)
    return try lineStatus()
  }

  /// Nil before the authority has decided it and its rows are here.
  private func told(of receipt: Receipt) throws -> Receipt? {
    let sequence = try readOperations { connection in
      try connection.first(
        "SELECT u.sequence FROM outcomes u JOIN operations USING(position) WHERE id = ?",
        receipt.operation
      ) { $0.int(0) }
    }
    guard let sequence,
      try read({ try $0.first("SELECT cursor FROM state") { $0.int(0) } ?? 0 }) >= sequence
    else { return nil }
    var told = try locked { try $0.log.stored(receipt.operation)?.receipt }
    told?.repeated = receipt.repeated
    return told
  }
}
