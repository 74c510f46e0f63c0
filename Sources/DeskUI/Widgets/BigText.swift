/// Letters five rows high, for what is read across a room. Diacritics are folded; scripts without
/// a picture here are left to the caller as plain text.
package enum BigText {
  package static let rows = 5
  private static let gap = 1

  /// Columns that the text takes, nil if it has a letter without a picture.
  package static func columns(_ text: String) -> Int? {
    guard let pictures = pictures(text), !pictures.isEmpty else { return nil }
    return pictures.reduce(0) { $0 + $1.columns + gap } - gap
  }

  /// Draws in the middle of the area, twice as wide where there is room; false, and nothing
  /// drawn, where it does not fit or cannot be drawn.
  package static func draw(
    on canvas: inout Canvas, in area: Rect, _ text: String, _ style: Style
  ) -> Bool {
    let seen = area.intersection(canvas.bounds)
    guard let wanted = columns(text), let pictures = pictures(text) else { return false }
    guard wanted <= seen.width && rows <= seen.height else { return false }
    let scale = 2 * wanted <= seen.width ? 2 : 1
    canvas.inside(seen.centred(scale * wanted, rows)) { canvas in
      var x = 0
      for picture in pictures {
        for (y, row) in picture.rows.enumerated() {
          for (column, pixel) in row.enumerated() where pixel == UInt8(ascii: "#") {
            canvas.fill(Rect(x + scale * column, y, scale, 1), style, canvas.glyphs.full)
          }
        }
        x += scale * (picture.columns + gap)
      }
    }
    return true
  }

  private static func pictures(_ text: String) -> [BigLetter]? {
    var pictures: [BigLetter] = []
    for cluster in CellText(text) {
      let letter = ASCIIText.letter(cluster.base)
      if letter == "?" && cluster.base != "?" { return nil }
      guard let picture = BigLetter.all[letter.properties.uppercaseMapping] else { return nil }
      pictures.append(picture)
    }
    return pictures
  }
}
