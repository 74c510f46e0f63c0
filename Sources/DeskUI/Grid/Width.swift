/// Columns of text on a terminal, by our own table: terminals and C libraries disagree, and a
/// screen must have the same columns on all of them.
package enum Width {
  /// What becomes of a scalar on its way to the screen.
  package enum Kind: UInt32, Sendable {
    case narrow, wide
    /// Joins the cell before it.
    case mark
    /// Never shown: controls, bidi marks, joiners, variation selectors, skin tones.
    case dropped
    /// Unassigned, private or half a surrogate pair: shown as the replacement sign.
    case unknown
    /// Shown as a plain space, line breaks too.
    case blank
  }

  package static func kind(_ scalar: Unicode.Scalar) -> Kind {
    if scalar.value >= 0x20 && scalar.value < 0x7F { return .narrow }
    let wanted = scalar.value << 3 | 7
    return changes.withUnsafeBufferPointer { changes in
      var low = 0
      var high = changes.count
      while high - low > 1 {
        let middle = (low + high) / 2
        if changes[middle] <= wanted { low = middle } else { high = middle }
      }
      return Kind(rawValue: changes[low] & 7) ?? .unknown
    }
  }

  /// Columns that `Canvas.put` would take for the text, whatever the glyph set.
  package static func columns(_ text: String) -> Int {
    var columns = 0
    for cluster in CellText(text) { columns += cluster.width }
    return columns
  }
}
