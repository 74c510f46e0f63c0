import SQLite

/// The tables of operations.db through all its versions.
enum LogSchema {
  static let migrations = [
    Migration(
      """
      CREATE TABLE meta(name TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE operations(
        position INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        device BLOB NOT NULL,
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        kind TEXT NOT NULL,
        at INTEGER NOT NULL,
        actor TEXT NOT NULL,
        -- The bytes that the chain hashes and the wire carries; the columns above are read from them.
        header BLOB NOT NULL,
        payloadHash BLOB NOT NULL,
        hash BLOB NOT NULL
      ) STRICT;
      CREATE TABLE payloads(position INTEGER PRIMARY KEY, payload BLOB NOT NULL) STRICT;
      CREATE TABLE outcomes(
        position INTEGER PRIMARY KEY,
        state TEXT NOT NULL,
        code TEXT,
        sequence INTEGER NOT NULL UNIQUE,
        subject BLOB,
        returned INTEGER,
        results BLOB
      ) STRICT
      """),
    Migration("ALTER TABLE outcomes ADD COLUMN seal BLOB"),
    // What the desk itself said is told apart from what an authority says later.
    Migration { connection in
      try connection.exec(
        """
        CREATE TABLE receipts(
          position INTEGER PRIMARY KEY,
          state TEXT NOT NULL,
          code TEXT,
          subject BLOB,
          returned INTEGER,
          results BLOB,
          seal BLOB
        ) STRICT;
        INSERT INTO receipts
          SELECT position, state, code, subject, returned, results, NULL FROM outcomes;
        DROP TABLE outcomes;
        CREATE TABLE outcomes(
          position INTEGER PRIMARY KEY,
          state TEXT NOT NULL,
          code TEXT,
          -- The operation's place in the authority's order.
          sequence INTEGER NOT NULL,
          subject BLOB,
          returned INTEGER,
          results BLOB,
          seal BLOB NOT NULL
        ) STRICT;
        CREATE INDEX outcomesSequence ON outcomes(sequence);
        CREATE TABLE progress(
          one INTEGER PRIMARY KEY CHECK(one = 1),
          -- The last number of this life of the file that the authority has stored.
          stored INTEGER NOT NULL,
          -- The position up to which every operation has its outcome.
          settled INTEGER NOT NULL,
          -- The last position before this life of the file.
          lifeBegan INTEGER NOT NULL
        ) STRICT;
        INSERT INTO progress VALUES(1, 0, 0, 0)
        """)
      try connection.sealReceipts(
        "r.state, r.code, NULL, r.subject, r.returned, r.results, 0")
    },
    // Of other devices, brought on a stick, in the order in which they came.
    Migration(
      """
      CREATE TABLE carried(
        place INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        hash BLOB NOT NULL,
        -- Until the authority has it.
        header BLOB,
        payload BLOB,
        -- What the authority said of it.
        state TEXT
      ) STRICT;
      CREATE INDEX carriedWaiting ON carried(place) WHERE state IS NULL
      """),
    Migration(
      """
      CREATE TABLE outages(
        number INTEGER PRIMARY KEY,
        -- Milliseconds; the last contact before it, or when it was found out.
        began INTEGER NOT NULL,
        guess INTEGER NOT NULL,
        -- When it was found out, by the counter that nobody sets.
        boot BLOB NOT NULL,
        sinceBoot INTEGER NOT NULL,
        -- The last position that the authority had.
        after INTEGER NOT NULL,
        ended INTEGER,
        until INTEGER
      ) STRICT
      """),
    // The last outcome that was told of an operation that this file has lost, or another machine made.
    Migration("ALTER TABLE progress ADD COLUMN others INTEGER NOT NULL DEFAULT 0"),
    // Whom a pass let in here whose booking this copy did not have.
    Migration(
      """
      CREATE TABLE uses(
        position INTEGER PRIMARY KEY,
        booking BLOB NOT NULL,
        at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX usesBooking ON uses(booking)
      """),
    // The desk called it confirmed: see `Decision.isFirm`.
    Migration("ALTER TABLE receipts ADD COLUMN firm INTEGER NOT NULL DEFAULT 0"),
  ]
}
