/// Takes packs of credits from another system: what was bought and what is left of it.
package struct ImportCredits: Intent {
  package static let kind = OperationKind.importCredits
  /// The systems whose ids may name the members; the first is the file's own.
  package var sources: [String]
  package var rows: [ImportedCredits]

  package init(sources: [String], rows: [ImportedCredits]) {
    self.sources = sources
    self.rows = rows
  }

  private var source: String { sources.first ?? "" }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    rows.flatMap { row in
      row.member.reads(sources) + [.outside(.lot, source: source, text: row.outside.text)]
    }
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    try at.demand(.importExport, at: at.location)
    try at.demand(.grantCredits, at: at.location)
    let people = People(at.facts)
    at.takeEach(rows) { row, at throws(Refusal) in try take(row, people, &at) }
  }

  private func take(
    _ row: ImportedCredits, _ people: People, _ at: inout Situation
  ) throws(Refusal) -> RowResult {
    let known = at.facts.outside(CreditLot.self, [source], row.outside.text)
    if let known, known.entry.remembers(row.outside.print) {
      return RowResult(.unchanged, key: known.row.key)
    }
    guard let member = row.member.find(at.facts, people, sources) else {
      return at.refused(
        Refusal(.notFound, ["what": .word(Table.member.rawValue)]),
        "no member here is surely meant; import the members first")
    }
    let most = Credits(100_000)
    guard (.zero...most).contains(row.left), (row.bought ?? .zero) <= most else {
      throw Refusal(.malformed, ["what": .word("credits")])
    }
    guard row.validTo.map({ end in row.validFrom.map { $0 <= end } ?? true }) ?? true else {
      throw Refusal(.malformed, ["what": .word("validTo")])
    }
    var lot = known?.row ?? CreditLot()
    if known == nil {
      lot.id = at.mint()
      lot.member = member.id
      lot.validFrom = at.today(at: at.location)
    }
    lot.package = Cleaned.name(row.package)
    lot.validFrom = row.validFrom ?? lot.validFrom
    lot.validTo = row.validTo ?? lot.validTo
    lot.unlimited = row.unlimited ?? false
    if !lot.unlimited { fill(&lot, row, &at) }
    at.put(lot)
    at.remember(row.outside, from: source, as: lot)
    return RowResult(known == nil ? .kept : .merged, key: lot.key)
  }

  /// The ledger says how the lot came to hold what it holds.
  ///
  /// A later export may raise what was bought; what was spent here since the first import is never
  /// given back, so that the smaller of both balances stands.
  private func fill(
    _ lot: inout CreditLot, _ row: ImportedCredits, _ at: inout Situation
  ) {
    let bought = max(row.bought ?? row.left, row.left)
    let more = max(.zero, bought - lot.bought)
    if more > .zero {
      lot.bought = bought
      lot.left += more
      at.enter(.purchase, more, lot, lot.member, "import")
    }
    if row.left < lot.left {
      let less = lot.left - row.left
      lot.left = row.left
      at.enter(.adjust, -less, lot, lot.member, "used before the import")
    }
  }
}

/// One pack of a file.
package struct ImportedCredits: Codable, Hashable, Sendable {
  package var outside: Outside
  package var member: MemberReference
  package var package: String
  /// Nil where the file says only what is left.
  package var bought: Credits?
  package var left: Credits
  package var unlimited: Bool?
  package var validFrom: Day?
  package var validTo: Day?

  private enum CodingKeys: String, CodingKey {
    case outside = "o"
    case member = "m"
    case package = "p"
    case bought = "b"
    case left = "l"
    case unlimited = "u"
    case validFrom = "f"
    case validTo = "t"
  }

  package init(_ outside: Outside, _ member: MemberReference, package: String, left: Credits) {
    self.outside = outside
    self.member = member
    self.package = package
    self.left = left
  }
}
