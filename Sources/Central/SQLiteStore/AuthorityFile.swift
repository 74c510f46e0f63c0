import Domain
import Rows
import SQLite

/// The tables of one organization's file: isolation is a file each.
enum AuthorityFile {
  static let migrations = [
    Migration(
      (RowSchema.statements(of: RowSchema.first) + operations + feed + own)
        .joined(separator: ";\n")),
    // Tells whether an operation, but for its payload, is as it was kept: see `KeptOperation`.
    Migration("ALTER TABLE operations ADD COLUMN seal INTEGER NOT NULL DEFAULT 0"),
    Migration(RowSchema.statements(of: [.outageTimetable]).joined(separator: ";\n")),
    // Places granted to devices.
    Migration(RowSchema.statements(of: [.allotment]).joined(separator: ";\n")),
  ]
  /// The version of the first file that has seals.
  static let sealed = 2

  private static let operations = [
    """
    CREATE TABLE operations(
      -- Of its verdict.
      sequence INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE,
      device BLOB NOT NULL,
      header BLOB NOT NULL,
      payload BLOB,
      payloadHash BLOB NOT NULL,
      state TEXT NOT NULL,
      code TEXT,
      subject BLOB,
      returned INTEGER,
      results BLOB
    ) STRICT
    """,
    "CREATE INDEX operationsDevice ON operations(device, sequence)",
    """
    CREATE TABLE arrivals(
      device BLOB NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
      id BLOB NOT NULL, hash BLOB NOT NULL,
      -- Where they are not those kept under the id.
      header BLOB, payload BLOB,
      PRIMARY KEY(device, epoch, seq)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE parked(
      id BLOB NOT NULL PRIMARY KEY, reason TEXT NOT NULL, awaits BLOB, at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX parkedAwaits ON parked(awaits) WHERE awaits IS NOT NULL",
  ]

  private static let feed = [
    // The latest change of each row: what a cursor has not seen.
    """
    CREATE TABLE entity(
      "table" TEXT NOT NULL, key BLOB NOT NULL, sequence INTEGER NOT NULL, gone INTEGER NOT NULL,
      -- What it hangs on, and the session on which it hung before.
      session BLOB, audience BLOB, was BLOB,
      PRIMARY KEY("table", key)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX entitySequence ON entity(sequence)",
    "CREATE INDEX entitySession ON entity(session) WHERE session IS NOT NULL",
    // The sessions in the window of a location's devices, and those that have left it.
    """
    CREATE TABLE scope(
      location BLOB NOT NULL, role TEXT NOT NULL, session BLOB NOT NULL,
      since INTEGER NOT NULL, gone INTEGER,
      PRIMARY KEY(location, role, session)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX scopeSince ON scope(location, role, since)",
    "CREATE INDEX scopeGone ON scope(location, role, gone) WHERE gone IS NOT NULL",
    "CREATE INDEX scopeSession ON scope(session)",
    """
    CREATE TABLE window(
      location BLOB NOT NULL, role TEXT NOT NULL, "from" INTEGER NOT NULL, until INTEGER NOT NULL,
      PRIMARY KEY(location, role)
    ) STRICT, WITHOUT ROWID
    """,
  ]

  private static let own = [
    """
    CREATE TABLE state(
      one INTEGER PRIMARY KEY CHECK(one = 1),
      -- The last sequence given out: gapless, in the transaction of its effects.
      sequence INTEGER NOT NULL,
      -- Rises with every change to the studio's own rows.
      studio INTEGER NOT NULL
    ) STRICT
    """,
    "INSERT INTO state VALUES(1, 0, 0)",
    """
    CREATE TABLE contacts(
      device BLOB NOT NULL PRIMARY KEY, at INTEGER NOT NULL, watermark INTEGER,
      closed INTEGER NOT NULL, cursor INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE notes(name TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID",
  ]
}
