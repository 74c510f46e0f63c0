extension Keymap {
  /// The table of keys as README has it: one row a command, under the screens where it works.
  package var markdown: String {
    var lines = ["| Where | Key | What it does |", "|---|---|---|"]
    for context in Context.allCases where context.isScreen {
      for row in table.rows where row.contexts.contains(context) && row.contexts.count <= 2 {
        lines.append("| \(context.word) | \(row.keyText) | \(row.help) |")
      }
    }
    for row in table.rows where row.contexts.isEmpty || row.contexts.isSuperset(of: Self.staffed) {
      lines.append("| everywhere | \(row.keyText) | \(row.help) |")
    }
    return lines.joined(separator: "\n").replacing("| / |", with: "| `/` |")
  }
}
