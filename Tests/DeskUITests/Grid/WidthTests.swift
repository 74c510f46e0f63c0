import DeskUI
import FoundationEssentials
import Testing

@Suite struct WidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("王小明", 6), ("ｱ", 1), ("Ａ", 2), ("한", 2),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("a\u{200D}b", 2), ("\u{301}", 0), ("\u{1B}[31m", 4),
    ("🙂", 2), ("🇿🇦", 2), ("👍🏽", 2), ("❤\u{FE0F}", 1), ("a\tb", 3), ("a\u{202E}b", 2),
    ("\u{E000}", 1), ("\u{0378}", 1), ("ǃXóõ", 4), ("กำ", 2),
  ])
  func columns(text: String, columns: Int) {
    #expect(Width.columns(text) == columns)
    #expect(CellText(text, ascii: true).reduce(0) { $0 + $1.width } == columns)
  }

  @Test(.enabled(if: UnicodeFiles.present, "unicode-data is not installed"))
  func tableIsThatOfUnicode() throws {
    let kinds = try UnicodeFiles.kinds()
    var changes: [UInt32] = []
    var wrong = 0
    for (value, kind) in kinds.enumerated() {
      let value = UInt32(value)
      if value == 0 || kinds[Int(value) - 1] != kind { changes.append(value << 3 | kind.rawValue) }
      guard let scalar = Unicode.Scalar(value) else { continue }
      if Width.kind(scalar) != kind { wrong += 1 }
    }
    #expect(wrong == 0)
    #expect(Width.changes == changes, "the table should read \(hexadecimal(changes))")
  }

  private func hexadecimal(_ changes: [UInt32]) -> String {
    changes.map { "0x" + String($0, radix: 16, uppercase: true) }.joined(separator: ", ")
  }
}

/// Derives the kinds of all scalars from Debian's unicode-data.
private enum UnicodeFiles {
  static let folder = "/usr/share/unicode/"
  static var present: Bool {
    FileManager.default.isReadableFile(atPath: folder + "EastAsianWidth.txt")
      && FileManager.default.isReadableFile(atPath: folder + "UnicodeData.txt")
  }

  static func kinds() throws -> [Width.Kind] {
    let wide = try wideScalars()
    return try categories().enumerated().map { value, category in
      kind(value, category, wide: wide[value])
    }
  }

  private static func kind(_ value: Int, _ category: Substring, wide: Bool) -> Width.Kind {
    switch value {
    case 9, 10, 13: return .blank
    case 0x34F, 0xFE00...0xFE0F, 0x1F3FB...0x1F3FF: return .dropped
    case 0x1160...0x11FF: return .mark
    case 0xD7B0...0xD7FF where category != "Cn": return .dropped
    default: break
    }
    switch category {
    case "Cc", "Cf", "Me": return .dropped
    case "Mn": return value < 0x10000 ? .mark : .dropped
    case "Cn", "Co", "Cs": return .unknown
    case _ where wide: return .wide
    case "Zs", "Zl", "Zp": return value == 0x20 ? .narrow : .blank
    default: return .narrow
    }
  }

  private static func wideScalars() throws -> [Bool] {
    var wide = Array(repeating: false, count: 0x110000)
    for line in try lines("EastAsianWidth.txt") {
      let fields = line.prefix { $0 != "#" }.split(separator: ";")
      guard fields.count == 2 else { continue }
      let width = fields[1].filter { $0 != " " }
      guard width == "W" || width == "F" else { continue }
      let ends = fields[0].filter { $0 != " " }.split(separator: ".").compactMap {
        Int($0, radix: 16)
      }
      for value in ends[0]...ends[ends.count - 1] { wide[value] = true }
    }
    return wide
  }

  private static func categories() throws -> [Substring] {
    var categories = Array(repeating: "Cn"[...], count: 0x110000)
    var first = 0
    for line in try lines("UnicodeData.txt") {
      let fields = line.split(separator: ";", maxSplits: 3, omittingEmptySubsequences: false)
      guard fields.count == 4, let value = Int(fields[0], radix: 16) else { continue }
      if fields[1].hasSuffix("First>") { first = value }
      let from = fields[1].hasSuffix("Last>") ? first : value
      for each in from...value { categories[each] = fields[2] }
    }
    return categories
  }

  private static func lines(_ name: String) throws -> [Substring] {
    let data = try Data(contentsOf: URL(filePath: folder + name))
    return String(decoding: data, as: UTF8.self).split(separator: "\n")
  }
}
