import Domain
import Sync

/// How the sessions of a span are laid out on a surface: a pure function of what is shown and of
/// the size, so that keys and picture agree.
struct SchedulePlan {
  enum Form: Equatable { case grid, list, week, month }

  /// A session in its column, in rows from the top of the time axis.
  struct Block {
    let index: Int
    let column: Int
    var lane: Int
    var lanes: Int
    var rows: Range<Int>
  }

  static let axis = 6
  static let leastColumn = 17
  static let leastLane = 12

  var form: Form
  /// Sessions by column, each in the order of time: what the arrows walk.
  var columns: [[Int]]
  var heads: [String] = []
  var blocks: [Block] = []
  /// The first minute of each row of the time axis, and the minute after the last row.
  var edges: [Int] = [0]
  /// How many columns stand side by side.
  var perPage = 1

  /// Everything by time in one column.
  static func list(_ sessions: [SessionView]) -> SchedulePlan {
    SchedulePlan(form: .list, columns: [Array(sessions.indices)])
  }

  /// Columns are rooms or leaders, time runs down; nil where that would not be readable.
  static func grid(
    _ sessions: [SessionView], day: Day, byLeader: Bool, width: Int, height: Int
  ) -> SchedulePlan? {
    var plan = SchedulePlan(form: .grid, columns: [])
    let names = sessions.map { (byLeader ? $0.leader : $0.room) ?? "" }
    plan.heads = Set(names).sorted { ($0.isEmpty ? 1 : 0, $0) < ($1.isEmpty ? 1 : 0, $1) }
    plan.perPage = max(1, (width - axis) / leastColumn)
    guard !plan.heads.isEmpty, plan.heads.count <= plan.perPage * 3 else { return nil }
    let places = Dictionary(uniqueKeysWithValues: plan.heads.enumerated().map { ($1, $0) })
    plan.columns = Array(repeating: [], count: plan.heads.count)
    let spans = sessions.map { minutes($0, day) }
    plan.scale(spans, height)
    for (index, name) in names.enumerated() {
      let column = places[name] ?? 0
      let first = plan.row(of: spans[index].lowerBound)
      let last = plan.row(of: spans[index].upperBound)
      plan.columns[column].append(index)
      plan.blocks.append(
        Block(
          index: index, column: column, lane: 0, lanes: 1, rows: first..<max(first + 1, last)))
    }
    plan.share()
    plan.round(spans)
    let columnWidth = (width - axis) / min(plan.perPage, plan.heads.count)
    let narrow = plan.blocks.contains { $0.lanes > 1 && columnWidth / $0.lanes < leastLane }
    return narrow ? nil : plan
  }

  /// Columns are days.
  static func week(_ sessions: [SessionView], from first: Day, width: Int) -> SchedulePlan {
    var plan = SchedulePlan(form: .week, columns: Array(repeating: [], count: 7))
    plan.perPage = daysPerPage(width)
    for (index, view) in sessions.enumerated() {
      let place = view.zone.day(of: view.session.start).days(since: first)
      if plan.columns.indices.contains(place) { plan.columns[place].append(index) }
    }
    return plan
  }

  /// How many days of a week stand side by side.
  static func daysPerPage(_ width: Int) -> Int { min(7, max(1, width / 11)) }

  /// Minutes since the start of the day; what began yesterday or ends tomorrow is cut.
  static func minutes(_ view: SessionView, _ day: Day) -> Range<Int> {
    let start = view.zone.start(of: day)
    let first = min(max((view.session.start - start) / 60, 0), 1_440)
    let last = min(max((view.session.end - start) / 60, first + 1), 1_440)
    return first..<max(last, first + 1)
  }

  var rowCount: Int { edges.count - 1 }

  /// The row in which a minute lies; what is before the axis counts to the first one.
  func row(of minute: Int) -> Int { edges.lastIndex { $0 <= minute } ?? 0 }

  /// A quarter of an hour a row where the day fits so, if need be with one row for each hour in
  /// which nothing happens; else half an hour.
  private mutating func scale(_ spans: [Range<Int>], _ height: Int) {
    let first = (spans.map(\.lowerBound).min() ?? 0) / 60 * 60
    let last = ((spans.map(\.upperBound).max() ?? 60) + 59) / 60 * 60
    let folded = stride(from: first, to: last, by: 60).flatMap { hour in
      let idle = !spans.contains { $0.overlaps(hour..<hour + 60) }
      return idle ? [hour] : [hour, hour + 15, hour + 30, hour + 45]
    }
    let axes = [Array(stride(from: first, to: last, by: 15)), folded]
    let halves = Array(stride(from: first, to: last, by: 30))
    edges = (axes.first { $0.count <= height } ?? halves) + [last]
  }

  /// A row begun at the end belongs to the session where nobody else stands in it: three quarters
  /// of an hour are two rows of half an hour.
  private mutating func round(_ spans: [Range<Int>]) {
    for place in blocks.indices {
      let block = blocks[place]
      let end = block.rows.upperBound
      guard block.lanes == 1, end < rowCount,
        spans[block.index].upperBound > edges[end],
        !blocks.contains(where: { $0.column == block.column && $0.rows.contains(end) })
      else { continue }
      blocks[place].rows = block.rows.lowerBound..<end + 1
    }
  }

  /// Overlapping sessions of a column stand side by side: a lane each.
  private mutating func share() {
    for column in columns.indices {
      let mine = blocks.indices.filter { blocks[$0].column == column }
        .sorted { blocks[$0].rows.lowerBound < blocks[$1].rows.lowerBound }
      var cluster: [Int] = []
      var ends: [Int] = []
      func close(_ cluster: [Int], _ lanes: Int, in blocks: inout [Block]) {
        for block in cluster { blocks[block].lanes = max(lanes, 1) }
      }
      for block in mine {
        let rows = blocks[block].rows
        if ends.allSatisfy({ $0 <= rows.lowerBound }) {
          close(cluster, ends.count, in: &blocks)
          (cluster, ends) = ([], [])
        }
        let lane = ends.firstIndex { $0 <= rows.lowerBound } ?? ends.count
        if lane == ends.count { ends.append(rows.upperBound) } else { ends[lane] = rows.upperBound }
        blocks[block].lane = lane
        cluster.append(block)
      }
      close(cluster, ends.count, in: &blocks)
    }
  }

  // MARK: Moving

  /// The column and place of a session.
  func place(of index: Int) -> (column: Int, row: Int)? {
    for (column, rows) in columns.enumerated() {
      if let row = rows.firstIndex(of: index) { return (column, row) }
    }
    return nil
  }

  /// The session next to one in a direction; nil at the edge.
  func neighbour(of index: Int, columns step: Int, rows: Int, _ sessions: [SessionView]) -> Int? {
    guard let (column, row) = place(of: index) else { return nil }
    if step == 0 {
      let wanted = min(max(row + rows, 0), columns[column].count - 1)
      return wanted == row ? nil : columns[column][wanted]
    }
    var next = column + step
    while columns.indices.contains(next) {
      let near = columns[next].min { distance($0, index, sessions) < distance($1, index, sessions) }
      if let near { return near }
      next += step
    }
    return nil
  }

  /// How far apart in the time of day, whatever the day.
  private func distance(_ one: Int, _ other: Int, _ sessions: [SessionView]) -> Int {
    func time(_ index: Int) -> Int {
      let view = sessions[index]
      return view.zone.timeOfDay(of: view.session.start).minutes
    }
    return abs(time(one) - time(other))
  }
}
