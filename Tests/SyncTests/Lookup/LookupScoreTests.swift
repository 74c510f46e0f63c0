import Domain
import FoundationEssentials
import Support
import Sync
import Testing

@Suite struct LookupScoreTests {
  private static let people = [
    ("Naledi", "Mokoena", "naledi@example.org", "082 123 4567", "000013"),
    ("Pieter", "van der Merwe", "pieter@example.org", "+27 83 555 0199", "000021"),
    ("Thomas", "James", "tj@example.org", "", "000034"),
    ("James", "Thomas", "jt@example.org", "", "000042"),
    ("Zoë", "Bézard-O’Neill", "zoe.b@example.org", "021 555 0000", "000055"),
    ("Nǃxau", "ǂToma", "", "", "000068"), ("Anna", "", "anna@example.org", "", "000076"),
    ("Annabel", "Smith", "bel@example.org", "", "000083"),
    ("Jonathan", "Macdonald", "", "0825550123", "000097"),
  ]

  private let candidates = people.enumerated().map { number, row in
    LookupCandidate(
      id: Bits128(hi: 0, lo: UInt64(number)), first: row.0, last: row.1, email: row.2,
      phone: row.3, number: row.4)
  }

  private func found(_ text: String) -> [String] {
    LookupScore.best(candidates, for: LookupQuery(text), limit: 5).map {
      Self.people[Int($0.id.lo)].0
    }
  }

  @Test(arguments: [
    ("naledi mokoena", "Naledi"), ("MOKOENA NALEDI", "Naledi"), ("nalde mokena", "Naledi"),
    ("nal", "Naledi"), ("mok nal", "Naledi"), ("van der merwe", "Pieter"),
    ("vandermerwe", "Pieter"), ("merwe", "Pieter"), ("pietre vandermerve", "Pieter"),
    ("thomas james", "Thomas"), ("james thomas", "James"), ("zoe bezard", "Zoë"),
    ("ZOË BÉZARD O'NEILL", "Zoë"), ("oneill", "Zoë"), ("n!xau", "Nǃxau"), ("=toma", "Nǃxau"),
    ("anna", "Anna"), ("annabell", "Annabel"), ("mac donald", "Jonathan"),
    ("jonatan mcdonald", "Jonathan"), ("0821234567", "Naledi"), ("+27 82 123 4567", "Naledi"),
    ("0027 82 123 45", "Naledi"), ("123 4567", "Naledi"), ("zoe.b@", "Zoë"),
    ("bel@example.org", "Annabel"), ("000042", "James"), ("42", "James"), ("tj", "Thomas"),
  ])
  func putsTheRightOneFirst(_ text: String, name: String) {
    #expect(found(text).first == name)
  }

  @Test(arguments: ["", " ", "xyzzy", "99", "0", "@", "!"])
  func findsNobodyForNothing(_ text: String) {
    #expect(found(text).isEmpty || text == "!")
  }

  @Test func ranksExactBeforePrefixBeforeSlip() {
    let names = ["Johan", "Johanna", "Johna"]
    let scores = names.map { name in
      LookupScore.score(
        LookupCandidate(id: Bits128(hi: 0, lo: 0), first: name, last: "Botha"),
        for: LookupQuery("johan"))
    }
    #expect(scores[0] > scores[1] && scores[1] > scores[2] && scores[2] > 0)
    #expect(scores.allSatisfy { $0 <= 1000 })
  }

  @Test func doesNotDependOnTheOrderGiven() {
    var random = SeededGenerator(seed: 15)
    let twins = (0..<20).map {
      LookupCandidate(id: Bits128(hi: 0, lo: UInt64($0)), first: "Aisha", last: "Patel")
    }
    for text in ["aisha", "patel aisha", "aihsa"] {
      let order = LookupScore.best(twins, for: LookupQuery(text), limit: 20).map(\.id)
      #expect(order == twins.map(\.id))
      let shuffled = twins.shuffled(using: &random)
      #expect(LookupScore.best(shuffled, for: LookupQuery(text), limit: 20).map(\.id) == order)
    }
  }

  @Test func takesAnyText() {
    var random = SeededGenerator(seed: 16)
    for _ in 0..<500 {
      let text = String(decoding: random.bytes(0...60), as: UTF8.self)
      let scores = candidates.map { LookupScore.score($0, for: LookupQuery(text)) }
      #expect(scores.allSatisfy { (0...1000).contains($0) })
      let wild = LookupCandidate(
        id: Bits128(hi: 1, lo: 1), first: text, last: text, email: text, phone: text, number: text)
      _ = LookupScore.score(wild, for: LookupQuery(text))
    }
  }
}

/// 500 made-up people and one misspelt duplicate of each; the truth is in the record's id.
@Suite struct FEBRLTests {
  private static let file = "../shared/data/people/febrl-dataset1.csv"
  private static let isThere = FileManager.default.fileExists(atPath: file)

  @Test(.enabled(if: isThere, "shared data is not beside the project: people/febrl-dataset1.csv"))
  func findsTheOriginalOfNineInTen() throws {
    let text = try String(contentsOfFile: Self.file, encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.trimmingPrefix(while: \.isWhitespace)
      }
    }
    var originals: [LookupCandidate] = []
    var duplicates: [(id: UInt64, name: String)] = []
    for row in rows {
      let parts = row[0].split(separator: "-")
      let id = try #require(UInt64(parts[1]))
      if parts[2] == "org" {
        originals.append(
          LookupCandidate(id: Bits128(hi: 0, lo: id), first: String(row[1]), last: String(row[2])))
      } else if !row[1].isEmpty, !row[2].isEmpty {
        duplicates.append((id, "\(row[1]) \(row[2])"))
      }
    }
    try #require(originals.count == 500)
    var found = 0
    var tops = 0
    for duplicate in duplicates {
      let best = LookupScore.best(originals, for: LookupQuery(duplicate.name), limit: 5)
      found += best.contains { $0.id.lo == duplicate.id } ? 1 : 0
      tops += best.first?.id.lo == duplicate.id ? 1 : 0
    }
    print(
      "lookup of misspelt names: \(found) of \(duplicates.count) among the first five, \(tops) first"
    )
    #expect(found * 100 >= duplicates.count * 90)
  }
}
