/// CSV as RFC 4180 has it, with cells that a spreadsheet would run as a formula made harmless by a
/// leading apostrophe; `Cell.text` of the importer takes it off again.
package struct CSVWriter: Sendable {
  package private(set) var text = ""

  package init(header: [String]) {
    append(header)
  }

  package mutating func append(_ cells: [String]) {
    var first = true
    for cell in cells {
      if !first { text += "," }
      first = false
      text += Self.quoted(Self.harmless(cell))
    }
    text += "\r\n"
  }

  private static func harmless(_ cell: String) -> String {
    guard let first = cell.utf8.first, isFormulaStart(first), !isNegative(cell) else { return cell }
    return "'" + cell
  }

  /// A number is no formula. With a plus it may be a phone's, of which a spreadsheet takes the plus.
  private static func isNegative(_ cell: String) -> Bool {
    let parts = cell.utf8.dropFirst().split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    return cell.utf8.first == UInt8(ascii: "-")
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }
  }

  /// Also the line feed, which some spreadsheets skip before they look for a formula.
  static func isFormulaStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 10, 13:
      true
    default: false
    }
  }

  private static func quoted(_ cell: String) -> String {
    let needsQuotes = cell.utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\r")
        || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "\t")
    }
    let hasEdgeBlank = cell.utf8.first == UInt8(ascii: " ") || cell.utf8.last == UInt8(ascii: " ")
    guard needsQuotes || hasEdgeBlank else { return cell }
    var quoted = "\""
    for scalar in cell.unicodeScalars {
      if scalar == "\"" { quoted.unicodeScalars.append("\"") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
