import Domain
import Support
import Sync
import Testing

/// FEBRL's first set: 500 people and one damaged copy of each, made to measure how copies are found.
struct FEBRLLookupTests {
  private struct Person {
    let key: Substring
    let isOriginal: Bool
    let first: String
    let last: String
  }

  private static func people() throws -> [Person] {
    try SharedData.text("people/febrl-dataset1.csv").split(whereSeparator: \.isNewline).dropFirst()
      .compactMap { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
          .map { $0.drop { $0 == " " } }
        let id = cells[0].split(separator: "-")
        guard cells.count > 2, id.count > 2 else { return nil }
        return Person(
          key: id[1], isOriginal: id[2] == "org", first: String(cells[1]), last: String(cells[2]))
      }
  }

  @Test(
    .enabled(if: SharedData.has("people/febrl-dataset1.csv"), "shared data is not here"))
  func damagedNamesFindTheirPeople() throws {
    let studio = try TrialStudio()
    let people = try Self.people()
    var originals: [Bits128: Substring] = [:]
    let known = people.filter(\.isOriginal)
    for start in stride(from: 0, to: known.count, by: 50) {
      let part = known[start...].prefix(50)
      let rows = part.map { person in
        var details = MemberDetails()
        (details.firstName, details.lastName) = (person.first, person.last)
        return ImportedMember(Outside(text: String(person.key)), details)
      }
      let receipt = try studio.submit(ImportMembers(source: "febrl", rows: rows))
      for (person, result) in zip(part, receipt.results) {
        if let key = result.key { originals[key] = person.key }
      }
    }
    let asked = people.filter { !$0.isOriginal && !$0.first.isEmpty && !$0.last.isEmpty }
    let found = try asked.count { person in
      try studio.store.lookup("\(person.first) \(person.last)", limit: 5)
        .contains { originals[$0.id.raw] == person.key }
    }
    print("FEBRL: \(found) of \(asked.count) damaged names among the first five")
    #expect(asked.count > 400)
    #expect(found * 100 >= asked.count * 90)
  }
}
