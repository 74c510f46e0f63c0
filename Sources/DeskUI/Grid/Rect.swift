/// A place in columns and rows, from the top left corner of the area it is used in.
package struct Point: Hashable, Sendable {
  package var x: Int
  package var y: Int

  package init(_ x: Int, _ y: Int) {
    self.x = x
    self.y = y
  }
}

/// An area in cells. Sizes below zero count as zero and everything is kept within ±100,000, so
/// that a layout may compute what it likes on any terminal without overflow.
package struct Rect: Hashable, Sendable {
  package let x: Int
  package let y: Int
  package let width: Int
  package let height: Int

  package init(_ x: Int, _ y: Int, _ width: Int, _ height: Int) {
    self.x = min(max(x, -100_000), 100_000)
    self.y = min(max(y, -100_000), 100_000)
    self.width = min(max(width, 0), 100_000)
    self.height = min(max(height, 0), 100_000)
  }

  package var right: Int { x + width }
  package var bottom: Int { y + height }
  package var isEmpty: Bool { width == 0 || height == 0 }

  package func contains(_ x: Int, _ y: Int) -> Bool {
    x >= self.x && x < right && y >= self.y && y < bottom
  }

  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(left, top, min(right, other.right) - left, min(bottom, other.bottom) - top)
  }

  package func moved(_ dx: Int, _ dy: Int) -> Rect { Rect(x &+ dx, y &+ dy, width, height) }

  package func inset(_ dx: Int, _ dy: Int) -> Rect {
    Rect(x + dx, y + dy, width - 2 * dx, height - 2 * dy)
  }

  /// An area of this size in the middle of this one, never larger than it.
  package func centred(_ width: Int, _ height: Int) -> Rect {
    let width = min(max(width, 0), self.width)
    let height = min(max(height, 0), self.height)
    return Rect(x + (self.width - width) / 2, y + (self.height - height) / 2, width, height)
  }

  /// Cuts rows off the top: what was cut, and what is left.
  package func split(top rows: Int) -> (top: Rect, rest: Rect) {
    let rows = min(max(rows, 0), height)
    return (Rect(x, y, width, rows), Rect(x, y + rows, width, height - rows))
  }

  /// Cuts rows off the bottom: what is left, and what was cut.
  package func split(bottom rows: Int) -> (rest: Rect, bottom: Rect) {
    let (rest, bottom) = split(top: height - min(max(rows, 0), height))
    return (rest, bottom)
  }

  /// Cuts columns off the left: what was cut, and what is left.
  package func split(left columns: Int) -> (left: Rect, rest: Rect) {
    let columns = min(max(columns, 0), width)
    return (Rect(x, y, columns, height), Rect(x + columns, y, width - columns, height))
  }
}
