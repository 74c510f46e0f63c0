/// One key of the file: how it is documented, what it accepts, and where it goes.
struct Setting: Sendable {
  let key: String
  let doc: String
  /// Completes "expected …".
  let expected: String
  /// The value as the example file shows it.
  let literal: @Sendable (Config) -> String
  let apply: @Sendable (inout Config, TOMLValue, _ line: Int) -> ConfigError.Reason?

  static func integer(
    _ key: String, _ path: any WritableKeyPath<Config, Int> & Sendable, _ range: ClosedRange<Int>,
    _ doc: String
  ) -> Setting {
    Setting(
      key: key, doc: doc,
      expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      literal: { "\($0[keyPath: path])" },
      apply: { config, value, _ in
        guard case .integer(let number) = value else { return .wrongType }
        guard let number = Int(exactly: number), range ~= number else { return .outOfRange }
        config[keyPath: path] = number
        return nil
      })
  }

  static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ key: String, _ path: any WritableKeyPath<Config, Choice> & Sendable, _ doc: String
  ) -> Setting {
    Setting(
      key: key, doc: doc,
      expected: "one of " + Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "),
      literal: { "\"\($0[keyPath: path].rawValue)\"" },
      apply: { config, value, _ in
        guard case .string(let text) = value else { return .wrongType }
        guard let choice = Choice(rawValue: text) else { return .outOfRange }
        config[keyPath: path] = choice
        return nil
      })
  }

  /// Some short texts, which whoever uses them understands; the line is that of the key.
  static func texts(
    _ key: String, _ path: any WritableKeyPath<Config, Config.Lines> & Sendable, _ most: Int,
    _ doc: String
  ) -> Setting {
    Setting(
      key: key, doc: doc, expected: "a list of at most \(most) texts",
      literal: { "[\($0[keyPath: path].texts.map { "\"\($0)\"" }.joined(separator: ", "))]" },
      apply: { config, value, line in
        guard case .strings(let texts) = value else { return .wrongType }
        guard texts.count <= most, texts.allSatisfy(isPlain) else { return .outOfRange }
        config[keyPath: path] = Config.Lines(texts: texts, line: texts.isEmpty ? 0 : line)
        return nil
      })
  }

  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
  }

  /// Text for the screen or the file system: control characters have no place in either.
  static func text(
    _ key: String, _ path: any WritableKeyPath<Config, String> & Sendable,
    _ lengths: ClosedRange<Int>,
    _ doc: String
  ) -> Setting {
    Setting(
      key: key, doc: doc,
      expected: "a text of \(lengths.lowerBound) to \(lengths.upperBound) bytes",
      literal: { "\"\($0[keyPath: path])\"" },
      apply: { config, value, _ in
        guard case .string(let text) = value else { return .wrongType }
        guard isPlain(text), lengths ~= text.utf8.count else { return .outOfRange }
        config[keyPath: path] = text
        return nil
      })
  }
}
