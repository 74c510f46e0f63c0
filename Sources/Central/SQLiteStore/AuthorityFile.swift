import Domain
import Rows
import SQLite

/// The tables of one organization's file: isolation is a file each.
enum AuthorityFile {
  static let migrations = [
    Migration(
      (RowSchema.statements + [
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
        CREATE TABLE operations(
          sequence INTEGER PRIMARY KEY,
          id BLOB NOT NULL UNIQUE,
          device BLOB NOT NULL,
          header BLOB NOT NULL,
          payloadHash BLOB NOT NULL,
          state TEXT NOT NULL,
          code TEXT,
          subject BLOB,
          returned INTEGER,
          results BLOB
        ) STRICT
        """,
        "CREATE TABLE payloads(sequence INTEGER PRIMARY KEY, payload BLOB NOT NULL) STRICT",
        """
        CREATE TABLE arrivals(
          device BLOB NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
          id BLOB NOT NULL, hash BLOB NOT NULL,
          PRIMARY KEY(device, epoch, seq)
        ) STRICT, WITHOUT ROWID
        """,
        // The latest change of each row: what a cursor has not seen.
        """
        CREATE TABLE entity(
          "table" TEXT NOT NULL, key BLOB NOT NULL, sequence INTEGER NOT NULL, gone INTEGER NOT NULL,
          PRIMARY KEY("table", key)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX entitySequence ON entity(sequence)",
        "CREATE INDEX operationsDevice ON operations(device, sequence)",
        """
        CREATE TABLE contacts(
          device BLOB NOT NULL PRIMARY KEY, at INTEGER NOT NULL, watermark INTEGER,
          closed INTEGER NOT NULL, cursor INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE TABLE notes(name TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID",
      ]).joined(separator: ";\n"))
  ]
}
