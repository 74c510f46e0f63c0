/// Letters five rows high or a whole multiple of that, for what is read across a room. Diacritics are
/// folded; scripts without a picture here are left to the caller as plain text.
package enum BigText {
  package static let rows = 5
  private static let gap = 1

  /// Columns that the text takes at its smallest, a shape before it included; nil if it has a letter
  /// without a picture.
  package static func columns(_ text: String, after shape: BigShape? = nil) -> Int? {
    pictures(text, shape).map(columns)
  }

  /// Draws in the middle of the area, as large as it has room; false, and nothing drawn, where it
  /// does not fit or cannot be drawn.
  package static func draw(
    on canvas: inout Canvas, in area: Rect, _ text: String, after shape: BigShape? = nil,
    _ style: Style
  ) -> Bool {
    let seen = area.intersection(canvas.bounds)
    guard let pictures = pictures(text, shape), let scale = Scale(columns(pictures), in: seen)
    else {
      return false
    }
    let place = seen.centred(scale.wide * columns(pictures), scale.high * rows)
    canvas.inside(place) { canvas in
      var x = 0
      for picture in pictures {
        for (y, row) in picture.rows.enumerated() {
          for (column, pixel) in row.enumerated() where pixel == UInt8(ascii: "#") {
            canvas.fill(
              Rect(x + scale.wide * column, scale.high * y, scale.wide, scale.high), style,
              canvas.glyphs.full)
          }
        }
        x += scale.wide * (picture.columns + gap)
      }
    }
    return true
  }

  /// Cells that one dot of a letter takes: a cell is about twice as high as it is wide, so the dots
  /// are between square and twice as high.
  private struct Scale {
    var wide = 0
    var high = 0

    init?(_ columns: Int, in area: Rect) {
      guard columns > 0 else { return nil }
      for high in stride(from: area.height / rows, to: 0, by: -1) {
        let wide = min(2 * high, area.width / columns)
        if wide >= high, wide * high > self.wide * self.high {
          (self.wide, self.high) = (wide, high)
        }
      }
      if wide == 0 { return nil }
    }
  }

  private static func columns(_ pictures: [BigLetter]) -> Int {
    pictures.reduce(-gap) { $0 + $1.columns + gap }
  }

  private static func pictures(_ text: String, _ shape: BigShape?) -> [BigLetter]? {
    var pictures: [BigLetter] = []
    for cluster in CellText(text) {
      let letter = ASCIIText.letter(cluster.base)
      if letter == "?" && cluster.base != "?" { return nil }
      guard let picture = BigLetter.all[letter.properties.uppercaseMapping] else { return nil }
      pictures.append(picture)
    }
    guard !pictures.isEmpty, let shape else { return pictures.isEmpty ? nil : pictures }
    return [shape.picture, BigLetter("..")] + pictures
  }
}
