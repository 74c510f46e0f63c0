extension Config {
  /// Reads a file's bytes over the defaults; `file` is only named in errors.
  package static func parse(_ bytes: [UInt8], file: String) throws(ConfigError) -> Config {
    let entries: [TOMLEntry]
    do {
      entries = try TOMLDocument.parse(bytes)
    } catch {
      throw ConfigError(.notTOML, file, line: error.line, expected: "TOML: \(error.message)")
    }
    var config = Config()
    for entry in entries { try config.take(entry, file) }
    return config
  }

  private mutating func take(_ entry: TOMLEntry, _ file: String) throws(ConfigError) {
    guard let key = entry.key else {
      return try Self.checkSection(entry.section, entry.line, file)
    }
    guard let section = Section.all.first(where: { $0.name == entry.section }) else {
      // A bare key before the first table; unknown tables have been refused at their own entry.
      throw ConfigError(
        .unknownKey, file, line: entry.line, key: key,
        expected: Self.home(of: key) ?? "[\(Section.all[0].name)] or another section before it")
    }
    let name = "\(section.name).\(key)"
    if section.name == Section.keys {
      guard case .string(let text) = entry.value else {
        throw ConfigError(
          .wrongType, file, line: entry.line, key: name, expected: "a key's name in quotes")
      }
      return keys.append(Remapping(action: key, key: text, line: entry.line))
    }
    guard let setting = section.settings.first(where: { $0.key == key }) else {
      let nearest = Self.nearest(key, section.settings.map(\.key))
      throw ConfigError(
        .unknownKey, file, line: entry.line, key: name,
        expected: nearest ?? Self.home(of: key)
          ?? "one of " + section.settings.map(\.key).joined(separator: ", "))
    }
    if let reason = setting.apply(&self, entry.value, entry.line) {
      throw ConfigError(reason, file, line: entry.line, key: name, expected: setting.expected)
    }
  }

  private static func checkSection(
    _ name: String, _ line: Int, _ file: String
  ) throws(ConfigError) {
    let names = Section.all.map(\.name)
    if names.contains(name) { return }
    throw ConfigError(
      .unknownSection, file, line: line, key: "[\(name)]",
      expected: nearest(name, names).map { "[\($0)]" }
        ?? "one of " + names.map { "[\($0)]" }.joined(separator: ", "))
  }

  /// Tells the section of a key that stands in the wrong one.
  private static func home(of key: String) -> String? {
    Section.all.first { $0.settings.contains { $0.key == key } }.map { "it in [\($0.name)]" }
  }

  /// The name that at most two slips turn into `word`, and not more than a third of its letters.
  private static func nearest(_ word: String, _ names: [String]) -> String? {
    let word = Array(word.lowercased().utf8.prefix(40))
    let distances = names.map { (name: $0, slips: slips(word, Array($0.utf8))) }
    guard let best = distances.min(by: { $0.slips < $1.slips }) else { return nil }
    return best.slips <= min(2, best.name.utf8.count / 3) ? best.name : nil
  }

  /// Letters to insert, remove or replace (Levenshtein).
  private static func slips(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let replaced = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
      }
    }
    return row[b.count]
  }
}
