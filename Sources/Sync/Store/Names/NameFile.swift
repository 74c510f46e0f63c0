package import Domain
import Rows
import SQLite

/// names.db of a kiosk that joined: how to greet those who are expected, each in boxes that only what
/// they show opens; see `DoorBox`.
///
/// Nothing in it is precious, and nothing may outlast its day: no WAL, no journal on the disk and no
/// copy of the file keeps what is deleted, and freed bytes are overwritten. Whatever is wrong with it,
/// it is removed and asked for again. As all writers it is used inside the directory's lock.
package final class NameFile {
  package struct Entry: Equatable {
    package let booking: ID<Booking>
    /// Of the rows that it was made for: with others it is asked for again.
    package let mark: Int64
    /// When it has to be gone, or is asked for again where there is nobody to greet.
    package let until: Instant
    package let boxes: [UInt8]

    package init(booking: ID<Booking>, mark: Int64, until: Instant, boxes: [UInt8]) {
      self.booking = booking
      self.mark = mark
      self.until = until
      self.boxes = boxes
    }
  }

  private let path: String
  private var opened: Connection?
  /// The change of the rows at which nothing was left to ask for, and when, by the counter that nobody
  /// sets.
  var settled: (changed: Int64, at: Int64)?
  /// By the same counter; a disk that takes no names is not asked for each of them.
  var pausedUntil: Int64 = 0

  package init(_ path: String) { self.path = path }

  /// Booking and mark of each.
  package func marks() throws -> [ID<Booking>: Int64] {
    guard Files.exists(path) else { return [:] }
    let marks = try connection().all("SELECT booking, mark FROM name") {
      ($0.id(0, Booking.self), $0.int(1))
    }
    return Dictionary(marks, uniquingKeysWith: { $1 })
  }

  /// Puts these in, in the place of what was there of the same bookings.
  package func keep(_ entries: [Entry]) throws {
    let connection = try connection()
    try connection.atomically {
      for entry in entries {
        try connection.run(
          "INSERT OR REPLACE INTO name VALUES(?, ?, ?, ?)", entry.booking, entry.mark, entry.until,
          entry.boxes)
      }
    }
  }

  package func forget(_ bookings: [ID<Booking>]) throws {
    guard !bookings.isEmpty else { return }
    let connection = try connection()
    try connection.atomically {
      for booking in bookings { try connection.run("DELETE FROM name WHERE booking = ?", booking) }
    }
  }

  /// Those whose day is over.
  package func forget(at now: Instant) throws {
    guard Files.exists(path) else { return }
    try connection().run("DELETE FROM name WHERE until <= ?", now)
  }

  package func remove() {
    opened?.close()
    opened = nil
    settled = nil
    Files.erase(path)
  }

  private func connection() throws -> Connection {
    if let opened, !opened.wasReplaced { return opened }
    let made = try Connection(path, .init(journal: .memory, synchronous: .full))
    try made.exec("PRAGMA secure_delete = ON")
    try made.migrate([Self.schema])
    opened = made
    return made
  }

  private static let schema = Migration(
    """
    CREATE TABLE name(
      booking BLOB NOT NULL PRIMARY KEY,
      mark INTEGER NOT NULL,
      until INTEGER NOT NULL,
      boxes BLOB NOT NULL
    ) STRICT, WITHOUT ROWID
    """)
}
