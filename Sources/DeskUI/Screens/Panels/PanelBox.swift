extension Canvas {
  /// Draws a framed panel in the middle, wiped of what was below it; `draw` gets its inside with
  /// one blank column on both sides.
  mutating func panel(
    _ title: String, width: Int, height: Int, _ draw: (inout Canvas) -> Void
  ) {
    let area = bounds.centred(width, height)
    fill(area, .text)
    guard area.width > 4, area.height > 2 else {
      return inside(area, draw)
    }
    box(area, title: title)
    inside(area.inset(2, 1), draw)
  }

  /// Draws wrapped lines from a row on and says which row comes next.
  mutating func paragraph(_ y: Int, _ text: String, _ style: Style = .text) -> Int {
    var y = y
    for line in TextFit.wrap(text, columns: width) {
      put(0, y, line, style)
      y += 1
    }
    return y
  }
}
