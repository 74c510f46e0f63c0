import Central
import Domain
import Rows
import SQLite
import Support
import Testing
import Wire

@Suite struct FeedTests {
  struct Evicted: Error {}

  /// Whatever the size of its pages, and wherever it began, the feed gives the authority's own rows.
  @Test(arguments: [1, 2, 7, 50, 100_000]) func pagesMakeTheSameRows(limit: Int) throws {
    let life = try DeskLife(seed: 11)
    let authority = try life.authority()
    let copy = try Connection(":memory:", .init(synchronous: .off))
    try copy.exec(RowSchema.statements.joined(separator: ";\n"))
    var cursor: Int64 = 0
    for half in [0..<life.arrivals.count / 2, life.arrivals.count / 2..<life.arrivals.count] {
      _ = try life.send(half, to: authority)
      var more = true
      while more {
        let page = try authority.store.page(after: cursor, limit: limit, nil)
        #expect(page.from == cursor && page.to >= cursor && (page.to > cursor || !page.more))
        // As it travels: one line for each row.
        let lines = try page.changes.map { change in
          guard case .row(let row) = change else { throw Evicted() }
          return try RowLine.encode(row)
        }
        var writer = RowWriter(copy)
        try writer.write(try lines.map { try RowLine.change($0) })
        (cursor, more) = (page.to, page.more)
      }
      #expect(try cursor == authority.store.sequence())
    }
    for table in Table.allCases {
      let sum = try copy.all("SELECT rowhash FROM \"\(table.rawValue)\"") {
        UInt64(bitPattern: $0.int(0))
      }.reduce(0, &+)
      #expect(try sum == authority.store.digests(nil)[table], "\(table.rawValue)")
    }
    let end = try authority.store.page(after: cursor, limit: limit, nil)
    #expect(end.changes.isEmpty && end.to == cursor && !end.more)
  }
}
