/// Names that a system keeps in one cell.
enum PersonName {
  private static let particles: Set<String> = [
    "van", "von", "de", "der", "den", "du", "da", "dos", "di", "la", "le", "bin", "ibn", "al", "el",
    "ter", "ten", "st",
  ]

  /// `Pieter van der Merwe` and `van der Merwe, Pieter` alike; a single word is a first name.
  static func split(_ name: String) -> (first: String, last: String) {
    let parts = name.split(separator: ",", maxSplits: 1)
    if parts.count == 2 { return (String(parts[1]).trimmed, String(parts[0]).trimmed) }
    let words = name.split(whereSeparator: \.isWhitespace)
    guard words.count > 1 else { return (name, "") }
    var last = words.count - 1
    while last > 1, particles.contains(words[last - 1].lowercased()) { last -= 1 }
    return (words[..<last].joined(separator: " "), words[last...].joined(separator: " "))
  }
}
