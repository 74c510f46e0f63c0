/// A QR code as cells: black on white whatever the theme, four modules of quiet around it. In half
/// blocks, or in blanks of two columns where the glyphs have none.
package struct QRPicture {
  private static let quiet = 4

  private let size: Int
  private let dark: (_ x: Int, _ y: Int) -> Bool

  /// `dark` is asked for modules within `size` only.
  package init(size: Int, dark: @escaping (_ x: Int, _ y: Int) -> Bool) {
    self.size = max(size, 0)
    self.dark = dark
  }

  /// Columns and rows that it takes.
  package func extent(_ glyphs: Glyphs) -> (columns: Int, rows: Int) {
    let side = size + 2 * QRPicture.quiet
    return glyphs.isASCII ? (2 * side, side) : (side, (side + 1) / 2)
  }

  /// Draws in the middle of the area; false, and nothing drawn, where it does not fit whole.
  package func draw(on canvas: inout Canvas, in area: Rect) -> Bool {
    let (columns, rows) = extent(canvas.glyphs)
    let seen = area.intersection(canvas.bounds)
    guard size > 0 && columns <= seen.width && rows <= seen.height else { return false }
    canvas.inside(seen.centred(columns, rows)) { canvas in
      for y in 0..<rows {
        for x in 0..<columns {
          if canvas.glyphs.isASCII {
            canvas.put(x, y, " ", isDark(x / 2, y) ? .qrDark : .qrLight)
          } else {
            canvas.put(x, y, halves(x, y, canvas.glyphs), .qrLight)
          }
        }
      }
    }
    return true
  }

  /// The same as text, ink on paper: without half blocks a dark module is two full signs.
  package func lines(_ glyphs: Glyphs) -> [String] {
    let (columns, rows) = extent(glyphs)
    return (0..<rows).map { y in
      var line = String.UnicodeScalarView()
      for x in 0..<columns {
        line.append(
          glyphs.isASCII ? isDark(x / 2, y) ? glyphs.full : " " : halves(x, y, glyphs))
      }
      return String(line)
    }
  }

  private func halves(_ x: Int, _ y: Int, _ glyphs: Glyphs) -> Unicode.Scalar {
    switch (isDark(x, 2 * y), isDark(x, 2 * y + 1)) {
    case (true, true): glyphs.full
    case (true, false): glyphs.upperHalf
    case (false, true): glyphs.lowerHalf
    case (false, false): " "
    }
  }

  private func isDark(_ column: Int, _ row: Int) -> Bool {
    let (x, y) = (column - QRPicture.quiet, row - QRPicture.quiet)
    return x >= 0 && y >= 0 && x < size && y < size && dark(x, y)
  }
}
