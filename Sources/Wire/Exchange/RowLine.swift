package import Domain
import FoundationEssentials

/// A change to a row as one line of JSON: `["booking",…]` with the values in the order of the record's
/// fields, `["-booking","key"]` for its end. Bytes stand as base64; nulls at the end are left out.
///
/// Fields are only ever added at the end: what an older program sent ends early, what a newer one
/// sends is passed over.
package enum RowLine {
  /// Throws `malformedRow` where the line is longer than what the other side takes.
  package static func encode(_ change: Change) throws(WireError) -> [UInt8] {
    var cells: [RowCell]
    switch change {
    case .put(let row): cells = [.text(change.table.rawValue)] + Self.cells(row)
    case .delete(let table, let key):
      cells = [.text("-" + table.rawValue), .text(base64(key.bytes))]
    }
    while case .null? = cells.last { cells.removeLast() }
    var line: [UInt8] = []
    line.reserveCapacity(cells.count * 12)
    RowCell.write(cells, to: &line)
    guard line.count <= ExchangeCodec.lineLimit else { throw WireError(.malformedRow) }
    return line
  }

  /// Throws `unknownTable` for one of a newer program, which the caller passes over, else `malformedRow`.
  package static func change(_ line: some Collection<UInt8>) throws(WireError) -> Change {
    guard let cells = RowCell.read(line), case .text(let word)? = cells.first
    else { throw WireError(.malformedRow) }
    let isEnd = word.hasPrefix("-")
    guard let table = Table(rawValue: isEnd ? String(word.dropFirst()) : word) else {
      throw WireError(.unknownTable)
    }
    guard isEnd else { return .put(try row(table.type, cells.dropFirst())) }
    guard cells.count == 2, case .text(let text) = cells[1], let bytes = Data(base64Encoded: text),
      let key = Bits128(bytes: [UInt8](bytes))
    else { throw WireError(.malformedRow) }
    return .delete(table, key)
  }

  private static func cells<R: Record>(_ row: R) -> [RowCell] {
    R.fields.map { field in
      switch field.get(row) {
      case .null: .null
      case .int(let number): .int(number)
      case .text(let text): .text(text)
      case .blob(let bytes): .text(base64(bytes))
      }
    }
  }

  private static func row<R: Record>(
    _ type: R.Type, _ cells: ArraySlice<RowCell>
  ) throws(WireError) -> R {
    var row = R()
    // What is not there keeps its blank value, unless it was null there: both are the same here.
    for (field, cell) in zip(R.fields, cells) {
      let value: Value
      switch (cell, field.storage) {
      case (.null, _): value = .null
      case (.int(let number), .int): value = .int(number)
      case (.text(let text), .text): value = .text(text)
      case (.text(let text), .blob):
        guard let bytes = Data(base64Encoded: text) else { throw WireError(.malformedRow) }
        value = .blob([UInt8](bytes))
      default: throw WireError(.malformedRow)
      }
      guard field.set(&row, value) else { throw WireError(.malformedRow) }
    }
    return row
  }

  private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
