/// What separates cells, told to the person who imports.
package enum Delimiter: UInt8, Sendable, CaseIterable {
  // Rarest in running text first: on a tie the earlier one wins.
  case tab = 0x09
  case semicolon = 0x3B
  case comma = 0x2C

  /// The separator under which the most of the first records have as many cells as the header.
  package static func detect(_ bytes: ArraySlice<UInt8>) -> Delimiter {
    let sample = bytes.prefix(65_536)
    var best = (delimiter: Delimiter.comma, score: 0)
    for delimiter in allCases {
      var reader = CSVReader(sample, delimiter: delimiter)
      guard let columns = reader.next()?.cells.count, columns > 1 else { continue }
      let agreeing = reader.prefix(50).count { $0.cells.count == columns }
      let score = (agreeing + 1) * columns
      if score > best.score { best = (delimiter, score) }
    }
    return best.delimiter
  }
}
