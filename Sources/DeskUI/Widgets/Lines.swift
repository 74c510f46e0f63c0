/// Single lines that every screen has.
package enum Lines {
  /// A message with its severity as a word: "Refused: …". Long text ends in an ellipsis.
  package static func toast(
    on canvas: inout Canvas, _ y: Int, word: String, _ text: String, _ style: Style
  ) {
    canvas.fill(Rect(0, y, canvas.width, 1), .text)
    let used = canvas.put(1, y, word, style.bold)
    let start = used == 0 ? 1 : canvas.put(1 + used, y, ": ", style) + 1 + used
    canvas.put(start, y, columns: canvas.width - start - 1, text, style)
  }

  /// The keys that work here, as many as fit whole; ends with what must stay (help) if given.
  package static func keys(
    on canvas: inout Canvas, _ y: Int, _ keys: [(key: String, label: String)],
    last: (key: String, label: String)? = nil
  ) {
    func columns(_ item: (key: String, label: String)) -> Int {
      Width.columns(item.key) + 1 + Width.columns(item.label)
    }
    canvas.fill(Rect(0, y, canvas.width, 1), .keyLabel)
    var room = canvas.width - 2
    if let last { room -= columns(last) + 3 }
    var x = 1
    var shown: [(key: String, label: String)] = []
    for item in keys {
      let wanted = columns(item) + (shown.isEmpty ? 0 : 3)
      guard wanted <= room else { break }
      room -= wanted
      shown.append(item)
    }
    for item in shown + (last.map { [$0] } ?? []) {
      x += canvas.put(x, y, item.key, .keyHint) + 1
      x += canvas.put(x, y, item.label, .keyLabel) + 3
    }
  }

  /// What a terminal below the least size shows instead of a screen; scans still work.
  package static func tooSmall(on canvas: inout Canvas, need width: Int, _ height: Int) {
    let text = "too small (have \(canvas.width)x\(canvas.height), need \(width)x\(height))"
    for (y, line) in TextFit.wrap(text, columns: canvas.width).enumerated() {
      canvas.put(0, y, line, .warn)
    }
  }
}
