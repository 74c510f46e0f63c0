package import Domain
import SQLite
import Wire

/// A time without contact: from the last one before it to the first one afterwards.
package struct Outage: Sendable, Equatable {
  package var number: Int64
  package var began: Instant
  /// True where the beginning is only guessed: no contact before it is known.
  package var isGuess: Bool
  /// Nil while it lasts.
  package var ended: Instant?
  /// What was stored in the dark lies behind the one position and up to the other.
  var after: Int64
  var until: Int64?
}

/// When the line was down. Kept beside the operations, since nothing else tells what was done in the
/// dark: by their positions, whatever the clocks said.
extension OperationLog {
  /// A moment as the machine's clocks tell it.
  package struct Moment {
    /// Milliseconds of corrected time.
    var time: Int64
    var isGuess: Bool
    var boot: Bits128
    var sinceBoot: Int64

    package init(time: Int64, isGuess: Bool, boot: Bits128, sinceBoot: Int64) {
      self.time = time
      self.isGuess = isGuess
      self.boot = boot
      self.sinceBoot = sinceBoot
    }
  }

  private static let contact = "contact"
  /// The last contact is kept about as exactly as a report tells it, not with every answer.
  private static let exactness: Int64 = 60_000

  /// Nothing answers. It began with the last contact, as far back as that is; whoever found it out
  /// before, in this process or another, has said so already.
  package func beginOutage(_ moment: Moment) throws {
    guard try openOutage() == nil else { return }
    let progress = try progress()
    let contact = try lastContact()
    try connection.run(
      """
      INSERT INTO outages(began, guess, boot, sinceBoot, after) VALUES(?, ?, ?, ?, ?)
      """, contact ?? moment.time, contact == nil && moment.isGuess ? 1 : 0, moment.boot.bytes,
      moment.sinceBoot, progress.lifeBegan + Int64(progress.stored))
  }

  /// The authority was heard. A short one in which nothing was done is not worth a report; `closed`
  /// says that the desk closes, and is in no dark until it opens again.
  package func endOutage(_ moment: Moment, closed: Bool) throws {
    let contact = try lastContact()
    if let open = try openOutage() {
      let head = try refresh()
      // Now that the time is known, so is how long ago it was in this run of the machine.
      let isKnown = open.guess && open.boot == moment.boot
      let began = isKnown ? moment.time - (moment.sinceBoot - open.sinceBoot) : open.began
      let isGuess = open.guess && !isKnown
      if !isGuess, moment.time - began < Self.exactness, head <= open.after {
        try connection.run("DELETE FROM outages WHERE number = ?", open.number)
      } else {
        try connection.run(
          """
          UPDATE outages SET began = ?, guess = ?, ended = ?, until = ? WHERE number = ?
          """, min(began, moment.time), isGuess ? 1 : 0, moment.time, head,
          open.number)
      }
    }
    if closed {
      try connection.run("DELETE FROM meta WHERE name = ?", Self.contact)
    } else if abs(moment.time - (contact ?? 0)) >= Self.exactness {
      try connection.setMeta(Self.contact, Array(String(moment.time).utf8))
    }
  }

  /// The newest first.
  package func outages() throws -> [Outage] { try connection.outages() }

  private func lastContact() throws -> Int64? {
    try connection.meta(Self.contact).flatMap { Int64(String(decoding: $0, as: UTF8.self)) }
  }

  private struct Open {
    var number: Int64
    var began: Int64
    var guess: Bool
    var boot: Bits128?
    var sinceBoot: Int64
    var after: Int64
  }

  private func openOutage() throws -> Open? {
    try connection.first(
      "SELECT number, began, guess, boot, sinceBoot, after FROM outages WHERE ended IS NULL"
    ) {
      Open(
        number: $0.int(0), began: $0.int(1), guess: $0.bool(2), boot: Bits128(bytes: $0.blob(3)),
        sinceBoot: $0.int(4), after: $0.int(5))
    }
  }
}

extension Connection {
  /// The newest first.
  func outages() throws -> [Outage] {
    try all("SELECT number, began, guess, ended, after, until FROM outages ORDER BY number DESC") {
      Outage(
        number: $0.int(0), began: Instant($0.int(1) / 1_000), isGuess: $0.bool(2),
        ended: $0.optionalInt(3).map { Instant($0 / 1_000) }, after: $0.int(4),
        until: $0.optionalInt(5))
    }
  }
}
