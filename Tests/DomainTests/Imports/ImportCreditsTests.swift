import Domain
import Support
import Testing

@Suite("Import of credits")
struct ImportCreditsTests {
  private var studio = StudioFixture()
  private var member = ID<Member>.none

  init() {
    member = studio.member(credits: 0)
    studio.world.edit(member) { member in
      member.barcode = "0815"
      member.email = "thandi@example.org"
    }
  }

  private func row(
    _ id: String, left: Int, bought: Int? = nil,
    _ change: (inout ImportedCredits) -> Void = { _ in }
  ) -> ImportedCredits {
    var key = MemberReference()
    key.barcode = "0815"
    var row = ImportedCredits(Outside(id), key, package: "Ten", left: Credits(left))
    row.bought = bought.map { Credits($0) }
    change(&row)
    row.outside = Outside(id, row)
    return row
  }

  private mutating func bring(_ rows: ImportedCredits...) throws -> [RowResult] {
    try studio.bring(ImportCredits(sources: ["plain", "gymdesk"], rows: rows))
  }

  private mutating func bringLot(_ row: ImportedCredits) throws -> CreditLot {
    let results = try bring(row)
    return try lot(results[0])
  }

  private func lot(_ result: RowResult) throws -> CreditLot {
    try #require(result.key.flatMap { studio.world[ID<CreditLot>($0)] })
  }

  @Test(
    "the ledger sums to what is left", arguments: [(10, 4), (10, 10), (nil, 7), (3, 5), (9, 0)])
  mutating func ledger(_ bought: Int?, _ left: Int) throws {
    let lot = try bringLot(row("1", left: left, bought: bought))
    #expect(lot.left == Credits(left))
    #expect(lot.bought == Credits(max(bought ?? left, left)))
    #expect(studio.balance(lot.id) == lot.left)
    #expect(studio.world.all(LedgerEntry.self).allSatisfy { $0.balanceAfter >= .zero })
    #expect(try bring(row("1", left: left, bought: bought)).map(\.kind) == [.unchanged])
    #expect(studio.balance(lot.id) == lot.left)
  }

  @Test("a later export never gives back what was spent here")
  mutating func later() throws {
    let id = try bringLot(row("1", left: 8, bought: 10)).id
    studio.world.edit(id) { $0.left = Credits(5) }
    let steps: [(left: Int, bought: Int, stands: Int)] = [
      (7, 10, 5), (3, 10, 3), (9, 16, 9), (20, 16, 13),
    ]
    for step in steps {
      let result = try bring(row("1", left: step.left, bought: step.bought))[0]
      #expect(result.kind == .merged)
      #expect(studio.world[id]?.left == Credits(step.stands), "\(step)")
    }
    #expect(studio.world.all(CreditLot.self).count == 1)
  }

  @Test("unlimited plans hold no number")
  mutating func unlimited() throws {
    let lot = try bringLot(row("1", left: 0) { $0.unlimited = true })
    #expect(lot.unlimited && lot.left == .zero && studio.balance(lot.id) == .zero)
  }

  @Test("impossible packs and unknown people are refused")
  mutating func refused() throws {
    let day = Day(text: "2026-01-01")
    let results = try bring(
      row("1", left: -1), row("2", left: 100_001),
      row("3", left: 1) { row in
        row.validFrom = day
        row.validTo = day?.adding(days: -1)
      },
      row("4", left: 1) { $0.member.barcode = "0816" },
      row("5", left: 1) { $0.member = MemberReference() })
    #expect(
      results.map(\.refusal) == [.malformed, .malformed, .malformed, .notFound, .notFound])
    #expect(results.allSatisfy { $0.message?.isEmpty == false })
    #expect(studio.world.all(CreditLot.self).isEmpty)
  }

  @Test("a member is found by outside id of any system, barcode, number or e-mail")
  mutating func keys() throws {
    let rows = [ImportedMember("G-17", "Thandi", barcode: "0815")]
    #expect(
      try studio.bring(ImportMembers(source: "gymdesk", rows: rows)).map(\.kind) == [.merged])
    let number = try #require(studio.world[member]?.number)
    let fill: [(inout MemberReference) -> Void] = [
      { $0.outside = "G-17" }, { $0.text = "G-17" }, { $0.text = "0815" }, { $0.text = number },
      { $0.number = number }, { $0.email = "Thandi@Example.org" },
      { key in
        key.email = "thandi@example.org"
        key.firstName = "Thandi"
      },
    ]
    for (index, fill) in fill.enumerated() {
      let row = row("k\(index)", left: 1) { row in
        row.member = MemberReference()
        fill(&row.member)
      }
      #expect(try bringLot(row).member == member)
    }
  }

  @Test("an e-mail that a family shares needs the first name")
  mutating func family() throws {
    let other = studio.member(credits: 0)
    studio.world.edit(other) { member in
      member.email = "thandi@example.org"
      member.firstName = "Sipho"
    }
    let results = try bring(
      row("1", left: 1) { row in
        row.member = MemberReference()
        row.member.email = "thandi@example.org"
      },
      row("2", left: 1) { row in
        row.member = MemberReference()
        row.member.email = "thandi@example.org"
        row.member.firstName = "SIPHO"
      })
    #expect(results.map(\.kind) == [.refused, .kept])
    #expect(try lot(results[1]).member == other)
  }
}
