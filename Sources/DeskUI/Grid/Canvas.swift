/// A drawing surface over a grid: places are relative to the current area, what falls outside of
/// it is ignored, at any size. Screens get one and leave a `grid` behind.
package struct Canvas: Sendable {
  package private(set) var grid: Grid
  package let glyphs: Glyphs
  private var area: Rect
  private var clip: Rect

  package init(width: Int, height: Int, glyphs: Glyphs = .unicode) {
    grid = Grid(width: width, height: height)
    self.glyphs = glyphs
    area = Rect(0, 0, width, height)
    clip = area
  }

  package var width: Int { area.width }
  package var height: Int { area.height }
  package var bounds: Rect { Rect(0, 0, area.width, area.height) }

  /// Draws with places relative to `part` and nothing outside of it.
  package mutating func inside<Failure>(
    _ part: Rect, _ draw: (inout Canvas) throws(Failure) -> Void
  ) throws(Failure) {
    let (outerArea, outerClip) = (area, clip)
    area = part.moved(area.x, area.y)
    clip = area.intersection(outerClip)
    defer { (area, clip) = (outerArea, outerClip) }
    try draw(&self)
  }

  /// Draws sanitised text in one row and says how many columns it took. A wide character that
  /// does not fit whole at an edge leaves a blank.
  @discardableResult
  package mutating func put(
    _ x: Int, _ y: Int, _ text: String, _ style: Style = .text, limit: Int = .max
  ) -> Int {
    var column = 0
    for cluster in CellText(text, ascii: glyphs.isASCII) {
      guard cluster.width <= limit - column else { break }
      place(cluster, x &+ column, y, style)
      column += cluster.width
    }
    return column
  }

  /// Draws one sign of the glyph set.
  package mutating func put(
    _ x: Int, _ y: Int, _ sign: Unicode.Scalar, _ style: Style = .text
  ) {
    place(Cluster(base: sign, width: 1), x, y, style)
  }

  /// Rests the hardware cursor here; outside the area it stays where it was.
  package mutating func placeCursor(_ x: Int, _ y: Int) {
    let (x, y) = (x &+ area.x, y &+ area.y)
    if clip.contains(x, y) { grid.cursor = Point(x, y) }
  }

  /// Gives the cells another role and keeps what they show.
  package mutating func restyle(_ part: Rect, _ change: (Style) -> Style) {
    let part = part.moved(area.x, area.y).intersection(clip)
    for y in part.y..<part.bottom {
      for x in part.x..<part.right { grid[x, y].style = change(grid[x, y].style) }
    }
  }

  private mutating func place(_ cluster: Cluster, _ x: Int, _ y: Int, _ style: Style) {
    let wide = cluster.width == 2
    if wide && glyphs.isASCII {
      put(x, y, cluster.base, style)  // "??": ASCII has no wide signs
      put(x &+ 1, y, cluster.base, style)
      return
    }
    let (x, y) = (x &+ area.x, y &+ area.y)
    let left = clip.contains(x, y)
    guard left || wide else { return }
    if wide && !(left && clip.contains(x &+ 1, y)) {
      set(left ? x : x &+ 1, y, Cell(" ", style))
      return
    }
    var cell = Cell(cluster.base, style)
    cell.mark1 = cluster.mark1
    cell.mark2 = cluster.mark2
    set(x, y, cell)
    if wide { set(x + 1, y, Cell("\0", style), right: true) }
  }

  /// Keeps wide characters whole: the other half of one that is written over becomes a blank.
  private mutating func set(_ x: Int, _ y: Int, _ cell: Cell, right: Bool = false) {
    guard clip.contains(x, y) else { return }
    if !right && grid[x, y].isRightHalf { grid[x - 1, y] = Cell(" ", grid[x - 1, y].style) }
    if grid[x + 1, y].isRightHalf { grid[x + 1, y].base = " " }
    grid[x, y] = cell
  }
}
