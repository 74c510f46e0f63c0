/// How many slips of the finger lie between two words: a letter too many, missing, wrong, or two swapped.
package enum EditDistance {
  /// Optimal string alignment; nil above `limit`, and told so early.
  package static func between(_ left: [UInt32], _ right: [UInt32], limit: Int) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    return left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in trimmed(left, right, limit: limit) }
    }
  }

  /// The distance of the words' text, scalar by scalar.
  package static func between(_ left: String, _ right: String, limit: Int) -> Int? {
    between(left.unicodeScalars.map(\.value), right.unicodeScalars.map(\.value), limit: limit)
  }

  /// Equal ends cost nothing, and most words that are compared differ in the middle only.
  private static func trimmed(
    _ left: UnsafeBufferPointer<UInt32>, _ right: UnsafeBufferPointer<UInt32>, limit: Int
  ) -> Int? {
    var start = 0
    let shorter = min(left.count, right.count)
    while start < shorter, left[start] == right[start] { start += 1 }
    var end = 0
    while end < shorter - start, left[left.count - 1 - end] == right[right.count - 1 - end] {
      end += 1
    }
    return table(
      UnsafeBufferPointer(rebasing: left[start..<(left.count - end)]),
      UnsafeBufferPointer(rebasing: right[start..<(right.count - end)]), limit: limit)
  }

  private static func table(
    _ left: UnsafeBufferPointer<UInt32>, _ right: UnsafeBufferPointer<UInt32>, limit: Int
  ) -> Int? {
    guard !left.isEmpty, !right.isEmpty else {
      let distance = max(left.count, right.count)
      return distance <= limit ? distance : nil
    }
    let width = right.count + 1
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: width * 3) { rows in
      for column in 0..<width { rows[width + column] = column }
      for row in 1...left.count {
        // Three rows in turn: the one before the last is asked only for swaps.
        let (current, last, older) = (
          (row + 1) % 3 * width, row % 3 * width, (row + 2) % 3 * width
        )
        rows[current] = row
        var least = row
        for column in 1..<width {
          let same = left[row - 1] == right[column - 1]
          var cost = min(
            rows[last + column] + 1, rows[current + column - 1] + 1,
            rows[last + column - 1] + (same ? 0 : 1))
          if row > 1, column > 1, left[row - 1] == right[column - 2],
            left[row - 2] == right[column - 1]
          {
            cost = min(cost, rows[older + column - 2] + 1)
          }
          rows[current + column] = cost
          least = min(least, cost)
        }
        // A swap may still reach back one row, hence the one more.
        if least > limit + 1 { return nil }
      }
      let distance = rows[(left.count + 1) % 3 * width + width - 1]
      return distance <= limit ? distance : nil
    }
  }
}
