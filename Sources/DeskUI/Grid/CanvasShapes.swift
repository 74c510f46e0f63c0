/// How text sits in the columns it is given.
package enum Alignment: Sendable {
  case left, centre, right

  /// Columns in front of a text that leaves so many free.
  func indent(_ free: Int) -> Int {
    switch self {
    case .left: 0
    case .centre: free / 2
    case .right: free
    }
  }
}

extension Canvas {
  /// Draws text within a number of columns, cut with an ellipsis when it is longer.
  package mutating func put(
    _ x: Int, _ y: Int, columns: Int, _ text: String, _ style: Style = .text,
    align: Alignment = .left
  ) {
    guard columns > 0 else { return }
    let wanted = Width.columns(text)
    if wanted > columns {
      let used = put(x, y, text, style, limit: columns - 1)
      put(x &+ used, y, glyphs.ellipsis, style)
      return
    }
    put(x &+ align.indent(columns - wanted), y, text, style)
  }

  /// Draws differently styled pieces one after the other and says where the last one ended.
  @discardableResult
  package mutating func put(_ x: Int, _ y: Int, pieces: [(text: String, style: Style)]) -> Int {
    var x = x
    for piece in pieces { x += put(x, y, piece.text, piece.style) }
    return x
  }

  package mutating func fill(_ part: Rect, _ style: Style, _ sign: Unicode.Scalar = " ") {
    let part = part.intersection(bounds)
    for y in part.y..<part.bottom {
      for x in part.x..<part.right { put(x, y, sign, style) }
    }
  }

  package mutating func horizontalLine(_ y: Int, _ style: Style = .border) {
    fill(Rect(0, y, width, 1), style, glyphs.horizontal)
  }

  package mutating func verticalLine(_ x: Int, _ style: Style = .border) {
    fill(Rect(x, 0, 1, height), style, glyphs.vertical)
  }

  /// Draws a frame with a title in its upper line; nothing where it has no inside.
  package mutating func box(
    _ part: Rect, title: String = "", style: Style = .border, titleStyle: Style = .title
  ) {
    guard part.width >= 2 && part.height >= 2 else { return }
    inside(part) { canvas in
      let (right, bottom) = (part.width - 1, part.height - 1)
      canvas.horizontalLine(0, style)
      canvas.horizontalLine(bottom, style)
      canvas.verticalLine(0, style)
      canvas.verticalLine(right, style)
      canvas.put(0, 0, canvas.glyphs.topLeft, style)
      canvas.put(right, 0, canvas.glyphs.topRight, style)
      canvas.put(0, bottom, canvas.glyphs.bottomLeft, style)
      canvas.put(right, bottom, canvas.glyphs.bottomRight, style)
      guard !title.isEmpty && part.width > 6 else { return }
      let columns = min(Width.columns(title), part.width - 6)
      canvas.put(2, 0, " ", style)
      canvas.put(3, 0, columns: columns, title, titleStyle)
      canvas.put(3 + columns, 0, " ", style)
    }
  }
}
