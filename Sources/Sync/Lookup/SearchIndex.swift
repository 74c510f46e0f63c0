package import Domain
package import SQLite

/// The search index over members, kept by the row writer in the same transaction as the rows.
///
/// Words stand in FTS5 for prefixes; each distinct word of a name stands once more beside its delete
/// keys, for slips; digits and addresses are found by plain indexes.
package enum SearchIndex {
  /// Tables of the index; part of the replica's schema and of its version.
  package static let schema: [String] = [
    // The row ids of `member` would not survive VACUUM, so an entry has a number of its own.
    """
    CREATE TABLE searchEntry(
      n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,
      first TEXT NOT NULL, last TEXT NOT NULL, other TEXT NOT NULL,
      email TEXT NOT NULL, phone TEXT NOT NULL, tail TEXT NOT NULL, number TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX searchEmail ON searchEntry(email) WHERE email <> ''",
    "CREATE INDEX searchPhone ON searchEntry(phone) WHERE phone <> ''",
    "CREATE INDEX searchTail ON searchEntry(tail) WHERE tail <> ''",
    // Folded text parts at blanks only, in every script; ranks and phrases are nobody's wish.
    "CREATE VIRTUAL TABLE searchText USING \(text)",
    "CREATE TABLE searchWord(n INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, uses INTEGER) STRICT",
    """
    CREATE TABLE searchKey(key INTEGER, word INTEGER, PRIMARY KEY(key, word)) STRICT, WITHOUT ROWID
    -- To be raised with every change of Folding or DeleteKeys, so that the index is made anew: 1
    """,
  ]

  private static let text = """
    fts5(
      first, last, other, content = 'searchEntry', content_rowid = 'n', detail = none,
      columnsize = 0, prefix = '1 2 3', tokenize = "ascii tokenchars '!|='"
    )
    """

  /// `old` is the row as it stood; nil for a new member.
  package static func write(
    _ member: Member, replacing old: Member?, in connection: Connection
  ) throws {
    let entry = SearchEntry(member)
    if let old {
      if old.isFound(like: member) { return }
      try remove(old, in: connection)
    }
    try connection.run(
      """
      INSERT INTO searchEntry(id, first, last, other, email, phone, tail, number)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?)
      """, member.id, entry.first, entry.last, entry.other, entry.email, entry.phone, entry.tail,
      member.number)
    try connection.run(
      "INSERT INTO searchText(rowid, first, last, other) VALUES(?, ?, ?, ?)",
      connection.lastInsertRowID, entry.first, entry.last, entry.other)
    for word in entry.words { try add(word, in: connection) }
  }

  package static func remove(_ member: Member, in connection: Connection) throws {
    // FTS5 must be told the very text that it was given, so it is read and not made anew.
    let kept = try connection.first(
      "SELECT n, first, last, other FROM searchEntry WHERE id = ?", member.id
    ) { (n: $0.int(0), first: $0.text(1), last: $0.text(2), other: $0.text(3)) }
    guard let kept else { return }
    try connection.run(
      """
      INSERT INTO searchText(searchText, rowid, first, last, other) VALUES('delete', ?, ?, ?, ?)
      """, kept.n, kept.first, kept.last, kept.other)
    try connection.run("DELETE FROM searchEntry WHERE n = ?", kept.n)
    for word in SearchEntry.words(first: kept.first, last: kept.last) {
      try drop(word, in: connection)
    }
  }

  /// False where the index does not say what the members say.
  ///
  /// FTS5 checks an index only for somebody who may write it, so a copy of the index is checked beside
  /// the very rows, 2.4 MB at 100,000 members: no write waits for it.
  package static func check(in connection: Connection) throws -> Bool {
    let strangers = """
      SELECT (SELECT count(*) FROM member) <> (SELECT count(*) FROM searchEntry)
        OR EXISTS(SELECT 1 FROM searchEntry e LEFT JOIN member m ON m.id = e.id WHERE m.id IS NULL)
      """
    let isStrange = try connection.first(strangers) { $0.bool(0) } ?? true
    if isStrange { return false }
    do {
      try connection.scratch { try checkCopy(in: connection) }
      return true
    } catch SQLiteError.Code.corrupt {
      return false
    }
  }

  private static func checkCopy(in connection: Connection) throws {
    try connection.exec("CREATE TEMP VIEW searchEntry AS SELECT * FROM main.searchEntry")
    try connection.exec("CREATE VIRTUAL TABLE temp.searchText USING \(text)")
    for part in ["data", "idx"] {
      try connection.exec(
        """
        DELETE FROM temp.searchText_\(part);
        INSERT INTO temp.searchText_\(part) SELECT * FROM main.searchText_\(part)
        """)
    }
    try connection.exec(
      "INSERT INTO temp.searchText(searchText, rank) VALUES('integrity-check', 1)")
  }

  // MARK: Words for slips

  private static func add(_ word: LookupWord, in connection: Connection) throws {
    let kept = try connection.first(
      """
      INSERT INTO searchWord(word, uses) VALUES(?, 1)
      ON CONFLICT(word) DO UPDATE SET uses = uses + 1 RETURNING n, uses
      """, word.text
    ) { (n: $0.int(0), uses: $0.int(1)) }
    guard let kept, kept.uses == 1 else { return }
    for key in word.keys {
      try connection.run("INSERT INTO searchKey(key, word) VALUES(?, ?)", key, kept.n)
    }
  }

  private static func drop(_ word: LookupWord, in connection: Connection) throws {
    let kept = try connection.first(
      "UPDATE searchWord SET uses = uses - 1 WHERE word = ? RETURNING n, uses", word.text
    ) { (n: $0.int(0), uses: $0.int(1)) }
    guard let kept, kept.uses <= 0 else { return }
    try connection.run("DELETE FROM searchWord WHERE n = ?", kept.n)
    for key in word.keys {
      try connection.run("DELETE FROM searchKey WHERE key = ? AND word = ?", key, kept.n)
    }
  }
}

/// What the index keeps of one member, folded.
private struct SearchEntry {
  let first: String
  let last: String
  /// Names of several words run together, and the words of the e-mail's own part.
  let other: String
  let email: String
  let phone: String
  /// The phone number from its end, for those who know the last digits.
  let tail: String

  init(_ member: Member) {
    first = Folding.folded(member.firstName)
    last = Folding.folded(member.lastName)
    let joined = [first, last].filter { $0.utf8.contains(0x20) }.map { name in
      String(decoding: name.utf8.filter { $0 != 0x20 }, as: UTF8.self)
    }
    let local = member.email.prefix { $0 != "@" }
    other = (joined + [Folding.folded(String(local))]).joined(separator: " ")
    email = member.email.lowercased()
    phone = PhoneNumber(member.phone)?.digits ?? ""
    tail = String(phone.reversed())
  }

  var words: Set<LookupWord> { Self.words(first: first, last: last) }

  /// Shorter words have no slips.
  static func words(first: String, last: String) -> Set<LookupWord> {
    Set((LookupWord.all(inFolded: first) + LookupWord.all(inFolded: last)).filter { $0.slips > 0 })
  }
}

extension LookupWord {
  /// How many slips the word may have.
  var slips: Int { DeleteKeys.slips(inLength: letters.count) }

  var keys: [Int64] { DeleteKeys.keys(of: text, distance: slips) }
}

extension Member {
  /// True where nothing that the index keeps is different.
  fileprivate func isFound(like other: Member) -> Bool {
    firstName == other.firstName && lastName == other.lastName && email == other.email
      && phone == other.phone && number == other.number
  }
}
