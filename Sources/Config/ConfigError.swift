import Glibc

/// The first thing wrong with a configuration file: where, and what belongs there. The value that
/// stands there is not repeated.
package struct ConfigError: Error, Hashable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    /// Carries the errno.
    case unreadable(Int32)
    case tooLarge
    case notTOML
    case unknownSection, unknownKey, wrongType, outOfRange
  }

  package let reason: Reason
  package let file: String
  /// From 1; nil where the file could not be read.
  package let line: Int?
  /// `section.key`, as far as there is one.
  package let key: String?
  package let expected: String

  /// One line of printable text, whatever the file contains.
  package var description: String {
    let place = ([file] + (line.map { ["\($0)"] } ?? [])).joined(separator: ":")
    let name = key.map { " \($0):" } ?? ""
    let complaint =
      switch reason {
      case .unreadable(let code): "cannot be read (\(String(cString: strerror(code))))"
      case .tooLarge: "is too large"
      case .notTOML: "is not TOML"
      case .unknownSection: "is not a section"
      case .unknownKey: "is not a key"
      case .wrongType: "is of the wrong type"
      case .outOfRange: "is not allowed"
      }
    return printable("\(place):\(name) \(complaint), expected \(expected)", limit: 600)
  }

  init(_ reason: Reason, _ file: String, line: Int? = nil, key: String? = nil, expected: String) {
    self.reason = reason
    self.file = file
    self.line = line
    self.key = key.map { printable($0, limit: 80) }
    self.expected = expected
  }
}

/// Replaces what could drive a terminal or break the line; a path may hold letters of any script.
private func printable(_ text: String, limit: Int) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars.prefix(limit) {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      result.append("?")
    default: result.append(scalar)
    }
  }
  return String(result)
}
