/// Amounts to look at rather than to read.
package enum Bars {
  /// A bar filled to a fraction, in eighths of a column, its label in the middle. Fractions
  /// outside of 0...1 are clamped, what is no number is empty.
  package static func gauge(
    on canvas: inout Canvas, _ x: Int, _ y: Int, columns: Int, fraction: Double,
    label: String = "", style: Style = .accent
  ) {
    guard columns > 0 else { return }
    let eighths = Int((clamped(fraction) * Double(columns) * 8).rounded())
    let glyphs = canvas.glyphs
    canvas.inside(Rect(x, y, columns, 1)) { canvas in
      for column in 0..<columns {
        let level = min(max(eighths - column * 8, 0), 8)
        canvas.put(column, 0, level == 0 ? glyphs.shade : glyphs.barEighths[level], style)
      }
      let wanted = min(Width.columns(label), columns)
      guard wanted > 0 else { return }
      let start = (columns - wanted) / 2
      canvas.put(start, 0, columns: wanted, label, style)
      let filled = min(max(eighths / 8 - start, 0), wanted)
      canvas.restyle(Rect(start, 0, filled, 1)) { $0.reverse }
    }
  }

  /// One dot a place, filled where it is taken: "●●●○". In proportion where there is no room.
  package static func dots(
    on canvas: inout Canvas, _ x: Int, _ y: Int, columns: Int, taken: Int, of places: Int,
    style: Style = .text
  ) {
    let count = min(max(places, 0), max(columns, 0))
    guard count > 0 else { return }
    let share = clamped(Double(taken) / Double(places)) * Double(count)
    // Only a full class may look full.
    let filled = taken >= places ? count : min(Int(share.rounded(.up)), count - 1)
    for place in 0..<count {
      let sign = place < filled ? canvas.glyphs.filledDot : canvas.glyphs.emptyDot
      canvas.put(x + place, y, sign, style)
    }
  }

  /// The last `columns` values as columns of one row, scaled to the greatest of them; any amount
  /// above zero shows.
  package static func sparkline(
    on canvas: inout Canvas, _ x: Int, _ y: Int, columns: Int, values: [Double],
    style: Style = .accent
  ) {
    let shown = values.suffix(max(columns, 0))
    let greatest = shown.filter(\.isFinite).max() ?? 0
    for (place, value) in shown.enumerated() {
      let level = greatest > 0 ? Int((clamped(value / greatest) * 8).rounded()) : 0
      let sign = canvas.glyphs.columnEighths[value > 0 ? max(level, 1) : level]
      canvas.put(x + place, y, sign, style)
    }
  }

  private static func clamped(_ fraction: Double) -> Double {
    fraction.isNaN ? 0 : min(max(fraction, 0), 1)
  }
}
