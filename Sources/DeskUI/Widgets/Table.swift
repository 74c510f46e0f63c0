/// Rows in columns with one selected. It asks only for the rows in view, so its length costs
/// nothing.
package struct Table: Sendable {
  package enum Extent: Hashable, Sendable {
    case fixed(Int)
    /// At least so many columns, and a share of what is left.
    case flexible(least: Int, weight: Int = 1)

    fileprivate var least: Int {
      switch self {
      case .fixed(let columns): max(columns, 0)
      case .flexible(let least, _): max(least, 0)
      }
    }

    fileprivate var weight: Int {
      if case .flexible(_, let weight) = self { max(weight, 0) } else { 0 }
    }
  }

  package struct Column: Sendable {
    package let title: String
    package let extent: Extent
    package let align: Alignment
    /// On a narrow screen columns of the highest rank go first; rank 0 always stays.
    package let rank: Int

    package init(_ title: String, _ extent: Extent, align: Alignment = .left, rank: Int = 0) {
      self.title = title
      self.extent = extent
      self.align = align
      self.rank = rank
    }
  }

  package struct Item: Sendable {
    package let text: String
    package let style: Style
    /// Right behind the text, and whole: where both have no room it is the text that is cut.
    package let tail: String
    package let tailStyle: Style

    /// The tail looks as the text does unless told otherwise.
    package init(
      _ text: String, _ style: Style = .text, tail: String = "", _ tailStyle: Style? = nil
    ) {
      self.text = text
      self.style = style
      self.tail = tail
      self.tailStyle = tailStyle ?? style
    }
  }

  /// Left of the rows: the pointer at the selected one.
  private static let margin = 2
  private static let gap = 1

  package let columns: [Column]
  package let header: Bool

  package init(_ columns: [Column], header: Bool = true) {
    self.columns = columns
    self.header = header
  }

  /// Rows that fit below the header: what `Scroll` has to know.
  package func rowsVisible(in area: Rect) -> Int { max(area.height - (header ? 1 : 0), 0) }

  /// Draws the rows in view; the cursor rests on the selected one if the table has the focus.
  package func draw(
    on canvas: inout Canvas, in area: Rect, count: Int, scroll: Scroll, focused: Bool = true,
    row: (Int) -> [Item]
  ) {
    let places = layout(area.width)
    let height = rowsVisible(in: area)
    let scroll = scroll.settled(count: count, height: height)
    canvas.inside(area) { canvas in
      if header {
        for place in places {
          let column = columns[place.column]
          canvas.put(
            place.x, 0, columns: place.width, column.title, .heading, align: column.align)
        }
      }
      let first = header ? 1 : 0
      for line in 0..<min(height, max(count - scroll.top, 0)) {
        let index = scroll.top + line
        let items = row(index)
        for place in places where place.column < items.count {
          let item = items[place.column]
          let align = columns[place.column].align
          let tail = min(Width.columns(item.tail), place.width)
          let room = place.width - tail
          canvas.put(place.x, first + line, columns: room, item.text, item.style, align: align)
          let end = align == .left ? min(Width.columns(item.text), room) : room
          canvas.put(place.x + end, first + line, columns: tail, item.tail, item.tailStyle)
        }
        guard index == scroll.selected else { continue }
        canvas.put(0, first + line, canvas.glyphs.pointer, .accent)
        guard focused else { continue }
        canvas.restyle(Rect(0, first + line, area.width, 1)) { _ in .selected }
        canvas.placeCursor(0, first + line)
      }
      guard height > 0 && area.width > Table.margin else { return }
      if scroll.top > 0 { canvas.put(area.width - 1, first, canvas.glyphs.up, .dim) }
      if scroll.top + height < count {
        canvas.put(area.width - 1, first + height - 1, canvas.glyphs.down, .dim)
      }
    }
  }

  private struct Place {
    let column, x, width: Int
  }

  private func layout(_ width: Int) -> [Place] {
    let room = width - Table.margin - 1
    var shown = Array(columns.indices)
    func needed() -> Int {
      shown.reduce(0) { $0 + columns[$1].extent.least + Table.gap } - Table.gap
    }
    while needed() > room, let last = shown.max(by: { columns[$0].rank < columns[$1].rank }),
      columns[last].rank > 0
    {
      shown.removeAll { columns[$0].rank == columns[last].rank }
    }
    var spare = max(room - needed(), 0)
    var weight = shown.reduce(0) { $0 + columns[$1].extent.weight }
    var places: [Place] = []
    var x = Table.margin
    for index in shown {
      let extent = columns[index].extent
      let share = weight > 0 ? spare * extent.weight / weight : 0
      spare -= share
      weight -= extent.weight
      let width = min(extent.least + share, max(width - x, 0))
      places.append(Place(column: index, x: x, width: width))
      x += width + Table.gap
    }
    return places
  }
}

/// A table of one column without a header.
package enum List {
  package static func draw(
    on canvas: inout Canvas, in area: Rect, count: Int, scroll: Scroll, focused: Bool = true,
    item: (Int) -> Table.Item
  ) {
    Table([Table.Column("", .flexible(least: 1))], header: false)
      .draw(on: &canvas, in: area, count: count, scroll: scroll, focused: focused) { [item($0)] }
  }
}
