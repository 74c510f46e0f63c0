import Central
import CentralPostgres
import Domain
import Support
import Testing
import Wire
import Zones

/// Whatever was changed before, written or not, every read brings what it brings on SQLite.
@Suite struct ReadsTests {
  @Test(arguments: 1...24 as ClosedRange<UInt64>)
  func bothStoresAnswerAlike(seed: UInt64) throws {
    var chance = Chance(seed: seed)
    let directory = TemporaryDirectory()
    let near = try SQLiteAuthorityStore(directory.file("authority.db"), zones: TZifTree())
    // Few rows are kept in some, so that they are asked for again.
    var far = try TestDatabase.store(keeping: seed % 3 == 0 ? 20 : 60_000)
    for _ in 0..<6 {
      let batch = (0..<chance.below(12)).map { _ in chance.changes() }
      let reads = (0...batch.count).map { _ in (0..<chance.below(5)).map { _ in chance.read() } }
      let breaks = chance.below(5) == 0
      func live(_ store: some AuthorityStore, _ chance: inout Chance) throws -> [Facts] {
        var seen: [Facts] = []
        do {
          try store.commit {
            func look(_ reads: [Read]) throws {
              var facts = try store.studio(knowing: nil)
              for read in reads { facts.answer(read) }
              try store.answer(reads, into: &facts)
              seen.append(facts)
            }
            try look(reads[0])
            for (changes, reads) in zip(batch, reads.dropFirst()) {
              let sequence = try store.sequence() + 1
              let (arrival, verdict) = try chance.kept(at: sequence)
              try store.keep(arrival, verdict)
              try store.write(changes, at: sequence)
              try look(reads)
            }
            if breaks { throw Broken() }
          }
        } catch is Broken {}
        return seen
      }
      var twin = chance
      let expected = try live(near, &twin)
      let found = try live(far, &chance)
      for (place, (one, other)) in zip(expected, found).enumerated() {
        let difference = Table.allCases.filter { !same(one, other, $0) }
        #expect(difference.isEmpty, "\(difference) by \(reads[place])")
      }
      #expect(try near.digests(nil) == far.digests(nil))
      #expect(try near.sequence() == far.sequence())
      let now = chance.moment()
      let (one, other) = (try near.due(at: now), try far.due(at: now))
      #expect("\(one)" == "\(other)")
      // As another process would find it.
      if chance.below(4) == 0 { far = try far.reopened() }
    }
    let (one, other) = (
      try rows(near, pagesOf: 1_000), try rows(far, pagesOf: 1 + chance.below(20))
    )
    for key in Set(one.keys).union(other.keys).sorted() { #expect(one[key] == other[key]) }
    #expect(try rows(far.reopened(), pagesOf: 1 + chance.below(20)).count > 0)
  }

  /// What a replica has that was told page by page, in words; each row is told once.
  private func rows(_ store: some AuthorityStore, pagesOf limit: Int) throws -> [String: String] {
    var rows: [String: String] = [:]
    var cursor: Int64 = 0
    while true {
      let page = try store.page(after: cursor, limit: limit, nil)
      for case .row(let change) in page.changes {
        let key = "\(change.table) \(change.key)"
        if case .put(let row) = change {
          #expect(rows.updateValue("\(row)", forKey: key) == nil, "\(key) was told twice")
        } else {
          rows[key] = nil
        }
      }
      cursor = page.to
      guard page.more else { break }
    }
    #expect(try cursor == store.sequence())
    return rows
  }

  private struct Broken: Error {}

  private func same(_ one: Facts, _ other: Facts, _ table: Table) -> Bool {
    func same<R: Record>(_ type: R.Type) -> Bool { one.all(type) == other.all(type) }
    return same(table.type)
  }
}
