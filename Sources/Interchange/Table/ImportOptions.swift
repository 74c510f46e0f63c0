/// What the person said about the file: `--format` and `--map`.
package struct ImportOptions: Sendable, Hashable {
  package let format: String?
  package let dateOrder: DateOrder?
  let columns: [Mapping]

  struct Mapping: Hashable {
    let ours: String
    let theirs: String
  }

  package static let none = ImportOptions()

  private init() {
    format = nil
    dateOrder = nil
    columns = []
  }

  /// `map` holds `OURS=THEIRS`; `dateOrder=dmy` or `mdy` says how to read 03/04/2025.
  package init(format: String? = nil, map: [String] = []) throws(FileProblem) {
    var order: DateOrder?
    var columns: [Mapping] = []
    for pair in map {
      guard let equals = pair.firstIndex(of: "=") else {
        throw FileProblem(.badMapping, "--map takes OURS=THEIRS, such as lastName=surname.")
      }
      let ours = String(pair[..<equals]).trimmed
      let theirs = String(pair[pair.index(after: equals)...]).trimmed
      if ours.columnKey == "dateOrder".columnKey {
        guard let given = DateOrder(rawValue: theirs.lowercased()) else {
          throw FileProblem(.badMapping, "--map dateOrder takes dmy or mdy.")
        }
        order = given
      } else {
        guard !ours.isEmpty, !theirs.isEmpty else {
          throw FileProblem(.badMapping, "--map takes OURS=THEIRS, such as lastName=surname.")
        }
        columns.append(Mapping(ours: ours, theirs: theirs))
      }
    }
    self.format = format?.lowercased()
    dateOrder = order
    self.columns = columns
  }
}
