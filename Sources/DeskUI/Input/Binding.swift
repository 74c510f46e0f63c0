/// One row of the one table of keys: dispatch, help, palette, key line and README read it.
package struct Binding<Action: Hashable & Sendable, Context: Hashable & Sendable>: Sendable {
  /// How much a slip would hurt: a kiosk and a locked desk leave the dangerous out.
  package enum Danger: Sendable {
    case none, reversible, irreversible
  }

  package let action: Action
  /// The first is shown on the key line.
  package fileprivate(set) var keys: [Key]
  /// A word or two for the key line.
  package let label: String
  /// One sentence for help and palette.
  package let help: String
  /// Where it works; everywhere if empty.
  package let contexts: Set<Context>
  package let danger: Danger

  package init(
    _ action: Action, _ keys: [Key], _ label: String, help: String, in contexts: Set<Context> = [],
    danger: Danger = .none
  ) {
    self.action = action
    self.keys = keys
    self.label = label
    self.help = help
    self.contexts = contexts
    self.danger = danger
  }

  package func works(in context: Context) -> Bool {
    contexts.isEmpty || contexts.contains(context)
  }

  /// The keys that are heard: in a field printable ones only edit.
  package func heard(typing: Bool) -> [Key] {
    typing ? keys.filter { $0.printable == nil } : keys
  }

  /// "Enter" or "Up / k".
  package var keyText: String { keys.map(\.name).joined(separator: " / ") }
}
/// The table itself: a binding of the context wins over one that works everywhere.
package struct Bindings<Action: Hashable & Sendable, Context: Hashable & Sendable>: Sendable {
  package typealias Row = Binding<Action, Context>

  /// A key that two rows of one rank claim in one context (none: everywhere).
  package struct Clash: Hashable, Sendable {
    package let key: Key
    package let context: Context?
    package let actions: [Action]
  }

  package private(set) var rows: [Row]

  package init(_ rows: [Row]) { self.rows = rows }

  /// The row that answers a key. While typing in a field printable keys only edit.
  package func row(for key: Key, in context: Context, typing: Bool = false) -> Row? {
    if typing && key.printable != nil { return nil }
    var everywhere: Row?
    for row in rows where row.works(in: context) && row.keys.contains(key) {
      if !row.contexts.isEmpty { return row }
      if everywhere == nil { everywhere = row }
    }
    return everywhere
  }

  /// The rows of a context in table order, those that work everywhere included.
  package func rows(in context: Context) -> [Row] { rows.filter { $0.works(in: context) } }

  package func row(of action: Action) -> Row? { rows.first { $0.action == action } }

  /// Gives every row of an action other keys.
  package mutating func remap(_ action: Action, to keys: [Key]) {
    for index in rows.indices where rows[index].action == action { rows[index].keys = keys }
  }

  package func clashes() -> [Clash] {
    var clashes: [Clash] = []
    var seen: Set<Clash> = []
    for (index, row) in rows.enumerated() {
      for other in rows[(index + 1)...] {
        for key in row.keys where other.keys.contains(key) {
          let common: [Context?] =
            row.contexts.isEmpty && other.contexts.isEmpty
            ? [nil] : row.contexts.intersection(other.contexts).map { $0 }
          for context in common {
            let clash = Clash(key: key, context: context, actions: [row.action, other.action])
            if seen.insert(clash).inserted { clashes.append(clash) }
          }
        }
      }
    }
    return clashes
  }
}
