/// Takes people from another system's list; a row of somebody known joins what is here.
package struct ImportMembers: Numbered {
  package static let kind = OperationKind.importMembers
  /// The system whose ids these are.
  package var source: String
  package var rows: [ImportedMember]
  package var numbers: [Int] = []

  package init(source: String, rows: [ImportedMember]) {
    self.source = source
    self.rows = rows
  }

  package var numbersNeeded: (kind: NumberKind, count: Int) { (.member, rows.count) }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    rows.flatMap { row in
      var reads: [Read] = [.outside(.member, source: source, text: row.outside.text)]
      if let barcode = row.details.barcode { reads.append(.barcode(barcode)) }
      if let number = row.number { reads.append(.memberNumber(number)) }
      if let email = row.details.email { reads.append(.email(People.folded(email))) }
      return reads
    }
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    try at.demand(.importExport, at: at.location)
    var people = People(at.facts)
    var unused = numbers[...]
    at.takeEach(rows) { row, at throws(Refusal) in try take(row, &people, &unused, &at) }
    at.numbersLeft = unused.count
  }

  private func take(
    _ row: ImportedMember, _ people: inout People, _ unused: inout ArraySlice<Int>,
    _ at: inout Situation
  ) throws(Refusal) -> RowResult {
    let known = at.facts.outside(Member.self, [source], row.outside.text)
    if let known, known.entry.remembers(row.outside.print) {
      return RowResult(.unchanged, key: known.row.key)
    }
    let today = at.today(at: at.location)
    var details = row.details
    let unborn = details.birthDate.map { $0 > today } ?? false
    if unborn { details.birthDate = nil }

    let same = known?.row ?? people.same(as: details, number: row.number).flatMap { at.facts[$0] }
    var member = same ?? Member()
    // A ban is the studio's own word: only a manager takes it back, no file.
    if member.status == .banned { details.status = nil }
    try details.apply(to: &member, today: today)
    guard !member.name.isEmpty else { throw Refusal(.malformed, ["what": .word("name")]) }
    if same == nil {
      member.id = at.mint()
      member.number = Situation.memberNumber(unused.popFirst() ?? 0)
      member.joined = member.joined ?? today
    }
    // An old number goes on working at the scanner.
    if member.barcode.isEmpty, let number = row.number, number != member.number {
      member.barcode = Cleaned.line(number, limit: 64)
    }
    at.put(member)
    people.add(member)
    at.remember(row.outside, from: source, as: member)
    keepNote(row.note, of: member, &at)
    return RowResult(
      same == nil ? .kept : .merged, key: member.key, refusal: unborn ? .malformed : nil,
      message: unborn ? "birthDate is in the future, left empty" : nil)
  }

  /// The same remark on the same person is one note, however often it comes.
  private func keepNote(_ text: String?, of member: Member, _ at: inout Situation) {
    guard let text = text.map(Cleaned.note), !text.isEmpty else { return }
    var note = Note()
    note.id = ID(StableHash(["note", member.id.text, text]).bits)
    note.member = member.id
    note.text = text
    note.at = at.at
    note.by = at.actor.staffID
    at.put(note)
  }
}

/// One person of a file.
package struct ImportedMember: Codable, Hashable, Sendable {
  package var outside: Outside
  package var details: MemberDetails
  /// The number that the other system gave: kept as barcode where there is no other.
  package var number: String?
  /// What the file says beyond our fields.
  package var note: String?

  private enum CodingKeys: String, CodingKey {
    case outside = "o"
    case details = "d"
    case number = "u"
    case note = "n"
  }

  package init(_ outside: Outside, _ details: MemberDetails) {
    self.outside = outside
    self.details = details
  }
}
