import CTOML

enum TOMLValue {
  case string(String)
  case integer(Int64)
  case strings([String])
  /// A type that no key of ours takes.
  case other
}

/// A key of a table, or the table itself where `key` is nil.
struct TOMLEntry {
  let section: String
  let key: String?
  let value: TOMLValue
  let line: Int
}

/// Copies what toml++ read into Swift and frees it.
enum TOMLDocument {
  struct SyntaxError: Error {
    let message: String
    let line: Int
  }

  /// Entries in the order of the file.
  static func parse(_ bytes: [UInt8]) throws(SyntaxError) -> [TOMLEntry] {
    let parsed = bytes.withUnsafeBytes {
      ctoml_parse($0.assumingMemoryBound(to: CChar.self).baseAddress, $0.count)
    }
    guard let document = parsed else { throw SyntaxError(message: "enough memory", line: 1) }
    defer { ctoml_free(document) }
    var message = ctoml_text()
    var line: UInt32 = 0
    if ctoml_failure(document, &message, &line) {
      throw SyntaxError(message: string(message), line: max(1, Int(line)))
    }
    return (0..<ctoml_count(document)).map { entry(ctoml_at(document, $0)) }
  }

  private static func entry(_ entry: ctoml_entry) -> TOMLEntry {
    let value: TOMLValue =
      switch entry.kind {
      case CTOML_STRING: .string(string(entry.string))
      case CTOML_INTEGER: .integer(entry.integer)
      case CTOML_STRINGS:
        .strings(
          UnsafeBufferPointer(start: entry.strings, count: entry.string_count).map(string))
      default: .other
      }
    return TOMLEntry(
      section: string(entry.section), key: entry.is_key ? string(entry.key) : nil, value: value,
      line: Int(entry.line))
  }

  private static func string(_ text: ctoml_text) -> String {
    let bytes = UnsafeRawBufferPointer(start: text.start, count: text.start == nil ? 0 : text.count)
    return String(decoding: bytes, as: UTF8.self)
  }
}
