/// Which row of a list is selected and which one is shown first.
package struct Scroll: Hashable, Sendable {
  package var selected: Int
  package var top: Int

  package init(selected: Int = 0, top: Int = 0) {
    self.selected = selected
    self.top = top
  }

  /// With the selected row in the middle of so many.
  init(around selected: Int, height: Int) {
    self.init(selected: selected, top: max(0, selected - height / 2))
  }

  /// The same within `count` rows, with the selection in view and no blank rows at the end that
  /// could be filled. Drawing does this too, so a stale state never shows a wrong row.
  package func settled(count: Int, height: Int) -> Scroll {
    guard count > 0 && height > 0 else { return Scroll() }
    let selected = min(max(selected, 0), count - 1)
    let lowest = max(selected - height + 1, 0)
    let top = min(max(top, lowest), min(selected, max(count - height, 0)))
    return Scroll(selected: selected, top: top)
  }

  package mutating func move(by rows: Int, count: Int, height: Int) {
    self = settled(count: count, height: height)
    selected += min(max(rows, -selected), max(count - 1 - selected, 0))
    self = settled(count: count, height: height)
  }

  /// Answers the keys that move in a list; false if it is none of them.
  package mutating func handle(_ key: Key, count: Int, height: Int) -> Bool {
    switch key {
    case .up: move(by: -1, count: count, height: height)
    case .down: move(by: 1, count: count, height: height)
    case .pageUp: move(by: -max(height - 1, 1), count: count, height: height)
    case .pageDown: move(by: max(height - 1, 1), count: count, height: height)
    case .home: move(by: -count, count: count, height: height)
    case .end: move(by: count, count: count, height: height)
    default: return false
    }
    return true
  }
}
