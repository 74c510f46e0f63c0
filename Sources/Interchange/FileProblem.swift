/// Why a whole file cannot be read; single rows are refused in `Entry` and never throw.
package struct FileProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable {
    case emptyFile = "EMPTY_FILE"
    case archive = "ARCHIVE"
    case unknownFormat = "UNKNOWN_FORMAT"
    case missingColumns = "MISSING_COLUMNS"
    case badMapping = "BAD_MAPPING"
    case unknownField = "UNKNOWN_FIELD"
    case unknownColumn = "UNKNOWN_COLUMN"
    case ambiguousDates = "AMBIGUOUS_DATES"
    case badJSON = "BAD_JSON"
  }

  package let code: Code
  /// What is wrong and what would be right, in words that hold nothing of the file's rows.
  package let expected: String
  /// Header cells as found. A file without a header shows its first row here, which may be a
  /// person: for the screen of whoever chose the file, never for a log.
  package let found: [String]

  package init(_ code: Code, _ expected: String, found: [String] = []) {
    self.code = code
    self.expected = expected
    self.found = found
  }

  package var description: String { "\(code.rawValue): \(expected)" }

  /// The sentence for the person who chose the file, with the columns that were there.
  package var sentence: String {
    guard !found.isEmpty else { return expected }
    let shown = found.prefix(30).map { $0.contains("@") ? "…" : $0 }.joined(separator: ", ")
    return "\(expected) Columns found: \(shown)\(found.count > 30 ? ", …" : "")."
  }
}
