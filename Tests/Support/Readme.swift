import FoundationEssentials
import Glibc

/// The parts of README.md that are made from the program: between `<!-- name -->` and
/// `<!-- end of name -->`.
package enum Readme {
  private static let path =
    String(
      #filePath.dropLast("Tests/Support/Readme.swift".count) + "README.md")

  /// The part as it stands; with STUDIOLOOP_RECORD set it is first replaced by what is expected.
  package static func part(_ name: String, expected: String) throws -> String {
    let open = "<!-- \(name) -->\n"
    let close = "\n<!-- end of \(name) -->"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    guard let start = text.firstRange(of: open), let end = text.firstRange(of: close) else {
      return ""
    }
    if getenv("STUDIOLOOP_RECORD") != nil {
      let made = text[..<start.upperBound] + expected + text[end.lowerBound...]
      try String(made).write(toFile: path, atomically: true, encoding: .utf8)
      return expected
    }
    return String(text[start.upperBound..<end.lowerBound])
  }
}
