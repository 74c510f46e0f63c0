import Domain
import Sync

/// How one decision looks: what it is about, both sides, and the numbered choices.
enum DecisionPicture {
  /// From the top; where room is short the choices stay and what is known is cut.
  static func draw(_ view: DecisionView, into canvas: inout Canvas, _ station: Station) {
    let choices = view.choices
    let airy = canvas.height >= 14 + choices.count
    let least = min(choices.count, canvas.height)
    let (head, _) = canvas.bounds.split(bottom: least)
    var y = 0
    canvas.inside(head) { canvas in y = known(view, airy, into: &canvas, station) }
    // Right under what is known, so that the eye need not jump.
    y = min(y, head.height)
    canvas.inside(Rect(0, y, canvas.width, canvas.height - y)) { canvas in
      draw(view, into: &canvas)
    }
  }

  private static func known(
    _ view: DecisionView, _ airy: Bool, into canvas: inout Canvas, _ station: Station
  ) -> Int {
    let words = DecisionWords(view, station)
    let row = view.conflict
    let worth = words.worth.map { "worth \($0)" } ?? ""
    let right = Width.columns(worth)
    canvas.put(
      0, 0, columns: canvas.width - (right > 0 ? right + 2 : 0),
      words.about.isEmpty ? row.title : words.about, .title)
    canvas.put(canvas.width - right, 0, worth, .warn)
    var y = canvas.paragraph(
      1, view.sentence, row.isOver ? .dim : view.since == nil ? .text : .warn)
    if let end = words.end { y = canvas.paragraph(y, "Settled: \(end)", .good) }
    if row.status == .told { y = canvas.paragraph(y, "For information only.", .dim) }
    for side in words.sides { y = draw(side, from: y + (airy ? 1 : 0), into: &canvas) }
    if airy, !words.remarks.isEmpty { y += 1 }
    for remark in words.remarks { y = canvas.paragraph(y, remark, .warn) }
    return y
  }

  private static func draw(
    _ side: DecisionWords.Side, from y: Int, into canvas: inout Canvas
  ) -> Int {
    let beside = min(14, canvas.width / 4)
    canvas.put(0, y, columns: beside - 1, side.place, .heading)
    var y = y
    for (place, line) in side.lines.enumerated() {
      for part in TextFit.wrap(line, columns: max(canvas.width - beside, 1)) {
        canvas.put(beside, y, part, place == 0 ? .text : .dim)
        y += 1
      }
    }
    return y
  }

  /// With all that follows from each; where that has no room, with what fits in one line.
  private static func draw(_ view: DecisionView, into canvas: inout Canvas) {
    let choices = view.choices
    let x = 4 + (choices.map { Width.columns($0.label) }.max() ?? 0)
    let room = max(canvas.width - x, 1)
    let effects = choices.map { TextFit.wrap(view.conflict.effect(of: $0), columns: room) }
    let lines = effects.reduce(0) { $0 + $1.count }
    let isWhole = room >= 20 && lines <= canvas.height
    var y = (isWhole ? lines : choices.count) < canvas.height ? 1 : 0
    for (place, choice) in choices.enumerated() {
      canvas.put(0, y, "\(place + 1)", .keyHint)
      canvas.put(2, y, columns: canvas.width - 2, choice.label)
      if isWhole {
        for line in effects[place] {
          canvas.put(x, y, line, .dim)
          y += 1
        }
      } else {
        // Cut short it would tell half of the effect; the panel tells all of it.
        if effects[place].count == 1 { canvas.put(x, y, effects[place][0], .dim) }
        y += 1
      }
    }
  }
}
