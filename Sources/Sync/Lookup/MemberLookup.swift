import Domain
import Rows
import SQLite

/// What whoever searches may see of members: a search finds by nothing else, or its answers would
/// tell the rest.
package enum LookupSight: Sendable { case everything, nameAndNumber }

/// Finds members by whatever was typed: first what names one person, then names, then slips of them.
///
/// Each step is asked only while the steps before it found too few, and none reads more entries than
/// the score can weigh within a key's time.
struct MemberLookup {
  private let connection: Connection
  private let query: LookupQuery
  private let sight: LookupSight
  private let text: String
  private var named: Set<Bits128> = []
  private var candidates: [Bits128: LookupCandidate] = [:]

  /// Longer texts are no name and no number of anybody.
  private static let longest = 100
  /// Words behind these are weighed, not searched.
  private static let mostWords = 6
  /// Entries that one step may read.
  private static let mostEntries = 200
  /// Spellings that one misspelt word may stand for.
  private static let mostSpellings = 12
  /// So many good answers end the search.
  private static let enough = 5

  init(_ text: String, in connection: Connection, _ sight: LookupSight) {
    self.connection = connection
    self.sight = sight
    self.text = String(text.prefix(Self.longest))
    query = LookupQuery(self.text)
  }

  /// Best first, and the same order every time; the score is 0…1000.
  mutating func best(_ limit: Int) throws -> [(id: Bits128, score: Int)] {
    try findNamed()
    try findNumbers()
    if query.phone == nil { try findWords(limit) }
    let exact = named.sorted().map { (id: $0, score: 1_000) }
    let others = candidates.values.filter { !named.contains($0.id) }
    let scored = LookupScore.best(others, for: query, limit: limit)
    return Array((exact + scored).prefix(limit))
  }

  // MARK: One person

  /// Barcode, member number, booking code and reference: whoever has it is meant. Who booked is not
  /// for those who see no bookings.
  private mutating func findNamed() throws {
    if sight == .everything, let receipt = ReceiptNumber(text: text) {
      for booking in try connection.act(receipt)?.bookings ?? [] {
        if let member = try connection.record(booking)?.member { named.insert(member.raw) }
      }
      for decision in try connection.decisions(receipt) {
        let booked = try decision.booking.flatMap { try connection.record($0)?.member }
        if let member = decision.member ?? booked { named.insert(member.raw) }
      }
    }
    guard case .candidates(let presented, _) = Presented(text: text) else { return }
    for candidate in presented {
      switch candidate {
      case .barcode(let text):
        try name("SELECT id FROM member WHERE barcode = ? AND barcode <> ''", text)
        guard sight == .everything else { continue }
        try name("SELECT member FROM booking WHERE reference = ?", text.uppercased())
      case .memberNumber(let number):
        try name("SELECT id FROM member WHERE number = ?", number.text)
      case .bookingCode(let code):
        guard sight == .everything else { continue }
        try name("SELECT member FROM booking WHERE code = ?", code.compact)
      }
    }
  }

  private mutating func name(_ sql: String, _ text: String) throws {
    named.formUnion(try connection.all(sql, text) { $0.id(0, Member.self).raw })
  }

  private mutating func findNumbers() throws {
    if query.phone != nil {
      let typed = String(text.filter { $0.isASCII && $0.isNumber })
      try find("JOIN member m ON m.id = e.id WHERE m.number >= ?1 AND m.number < ?2", from: typed)
    }
    if sight == .everything { try findContacts() }
  }

  private mutating func findContacts() throws {
    if let phone = query.phone {
      let digits = phone.digits
      try find("WHERE e.phone <> '' AND e.phone >= ?1 AND e.phone < ?2", from: digits)
      // The country may be written on one side only: numbers are the same by their last nine digits.
      try find(
        "WHERE e.tail <> '' AND e.tail >= ?1 AND e.tail < ?2",
        from: String(digits.suffix(9).reversed()))
    }
    if query.email.utf8.contains(UInt8(ascii: "@")) {
      try find("WHERE e.email <> '' AND e.email >= ?1 AND e.email < ?2", from: query.email)
    }
  }

  /// Everything that begins with a text lies between it and its successor.
  private mutating func find(_ range: String, from start: String) throws {
    try add("FROM searchEntry e \(range) LIMIT ?3", start, start + "\u{10FFFF}", Self.mostEntries)
  }

  // MARK: Words

  private mutating func findWords(_ limit: Int) throws {
    let words = Array(query.words.prefix(Self.mostWords))
    guard !words.isEmpty, isShort else { return }
    // Whole words first: a short name must not drown among the long ones that begin like it.
    let whole = words.map { Self.quoted($0.text) }
    let typed = Array(whole.dropLast()) + words.suffix(1).map(Self.prefix)
    try match(Self.all(whole))
    if candidates.count < limit { try match(Self.all(typed)) }
    if words.count > 1, candidates.count < limit {
      try match(Self.all(words.map(Self.prefix)))
      try match(Self.prefix(query.joined))
    }
    guard named.isEmpty, isShort else { return }
    let spellings = try zip(words, typed).map { word, typed in
      let near = try near(word)
      // What begins like a whole name was asked for above; a common one would cost the most here.
      return Self.any((near.contains(word.text) ? [] : [typed]) + near.map(Self.quoted))
    }
    try match(Self.all(spellings))
    guard words.count > 1, isShort else { return }
    try match(Self.any(spellings))
  }

  private var isShort: Bool {
    var good = 0
    for candidate in candidates.values where LookupScore.score(candidate, for: query) > 0 {
      good += 1
      if good == Self.enough { return false }
    }
    return true
  }

  /// Spellings of names within the slips that a word of this length may have, the nearest first.
  private func near(_ typed: LookupWord) throws -> [String] {
    guard typed.slips > 0 else { return [] }
    var found: [String: (distance: Int, uses: Int64)] = [:]
    for key in typed.keys {
      try connection.each(
        """
        SELECT w.word, w.uses FROM searchKey k CROSS JOIN searchWord w ON w.n = k.word
        WHERE k.key = ?
        """, key
      ) { row in
        let word = LookupWord(row.text(0))
        guard found[word.text] == nil,
          let distance = EditDistance.between(
            typed.letters, word.letters, limit: min(typed.slips, word.slips))
        else { return }
        found[word.text] = (distance, row.int(1))
      }
    }
    return found.sorted { left, right in
      (left.value.distance, -left.value.uses, left.key)
        < (right.value.distance, -right.value.uses, right.key)
    }.prefix(Self.mostSpellings).map(\.key)
  }

  private mutating func match(_ expression: String) throws {
    let room = Self.mostEntries - candidates.count
    guard room > 0 else { return }
    try add(
      """
      FROM searchText CROSS JOIN searchEntry e ON e.n = searchText.rowid
      WHERE searchText MATCH ? LIMIT ?
      """, expression, Self.mostEntries)
  }

  private mutating func add<each V: Bindable>(_ source: String, _ values: repeat each V) throws {
    try connection.each(
      "SELECT e.id, e.first, e.last, e.number, e.email, e.phone \(source)", repeat each values
    ) { row in
      let id = row.id(0, Member.self).raw
      guard candidates[id] == nil else { return }
      // The index knows words of addresses: without them the score passes over what they found.
      let sees = sight == .everything
      candidates[id] = LookupCandidate(
        id: id, foldedFirst: row.text(1), foldedLast: row.text(2), email: sees ? row.text(4) : "",
        phoneDigits: sees ? row.text(5) : "", number: row.text(3))
    }
  }

  // MARK: Expressions of FTS5

  private static func quoted(_ word: String) -> String { "\"\(word)\"" }
  private static func prefix(_ word: LookupWord) -> String { "\"\(word.text)\"*" }
  private static func all(_ parts: [String]) -> String { parts.joined(separator: " AND ") }
  private static func any(_ parts: [String]) -> String {
    "(\(parts.joined(separator: " OR ")))"
  }
}

extension Snapshot {
  package func lookup(
    _ text: String, limit: Int, seeing sight: LookupSight = .everything
  ) throws -> [MemberHit] {
    var lookup = MemberLookup(text, in: connection, sight)
    let best = try lookup.best(limit)
    let people = try people(best.map(\.id))
    let today = studio.zone.day(of: now)
    return best.compactMap { found in
      let hit = people[found.id]?.hit(today: today, score: Double(found.score) / 1_000)
      return sight == .everything ? hit : hit?.nameAndNumber
    }
  }

  /// So many at a time, padded with NULL: one statement serves every number of hits.
  private static let page = 20

  private func people(_ ids: [Bits128]) throws -> [Bits128: Person] {
    let places = (4..<4 + Self.page).map { "?\($0)" }.joined(separator: ", ")
    var people: [Bits128: Person] = [:]
    let warned = warned
    for start in stride(from: 0, to: ids.count, by: Self.page) {
      let statement = try connection.prepare(
        "SELECT \(Person.columns) FROM member m WHERE m.id IN (\(places))")
      try statement.bind(studio.zone.day(of: now).text, studio.location.id.text, now.seconds)
      for (place, id) in ids[start...].prefix(Self.page).enumerated() {
        try statement.bind(id.bytes, at: 4 + place)
      }
      defer { statement.reset() }
      while let row = try statement.step() {
        let person = try Person(row, warned: warned)
        people[person.member.id.raw] = person
      }
    }
    return people
  }
}

extension MemberHit {
  fileprivate var nameAndNumber: MemberHit {
    MemberHit(
      id: id, number: number, name: name, email: "", phone: "", status: status, credits: nil,
      flags: [], score: score)
  }
}
