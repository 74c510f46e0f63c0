extension Config {
  /// The text of `config.example.toml`: every key with its meaning, what it takes and its default.
  package static var example: String {
    let heading = """
      # StudioLoop Desk: every key with its default. Read from --config, $STUDIOLOOP_CONFIG,
      # $XDG_CONFIG_HOME/studioloop/desk.toml or /etc/studioloop/desk.toml, the first that is
      # there. A key that is left out keeps its default; an unknown one is an error.

      """
    return heading + Section.all.map(\.example).joined()
  }
}

extension Section {
  fileprivate var example: String {
    let parts = settings.map { setting in
      let lines = comment(setting.doc) + comment(setting.expected.capitalizedFirst + ".")
      return "\n\(lines)\(setting.key) = \(setting.literal(Config()))\n"
    }
    return "\n\(comment(doc))[\(name)]\n" + parts.joined()
  }

  private func comment(_ text: String) -> String {
    text.split(separator: "\n").map { "# \($0)\n" }.joined()
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
