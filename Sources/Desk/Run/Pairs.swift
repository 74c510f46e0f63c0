extension Desk {
  /// The operands from a place on as FIELD=VALUE; throws `UsageError` for a field not in the list.
  func pairs(from first: Int, fields: [String]) throws -> [(field: String, value: String)] {
    try arguments.operands.dropFirst(first).map { word in
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw UsageError(
          "\(quoted(word)) is no FIELD=VALUE; use: \(arguments.command?.usage ?? "")")
      }
      let field = String(parts[0])
      guard fields.contains(field) else {
        throw UsageError(
          "there is no field \(quoted(field))\(Nearest.hint(field, among: fields)); "
            + "fields: \(fields.joined(separator: ", "))")
      }
      return (field, String(parts[1]))
    }
  }

  func whole(_ text: String, of what: String) throws -> Int {
    guard let number = Int(text), number >= 0 else {
      throw UsageError("\(what) takes a whole number")
    }
    return number
  }

  /// The rest of the words as one text: `desk note M knee still sore`.
  func text(from first: Int) -> String {
    arguments.operands.dropFirst(first).joined(separator: " ")
  }
}
