import Domain
import Sync

/// Carries an import out, or only says what it would do.
struct ImportRun {
  /// New things of the studio, for which nobody asked one by one.
  struct Created: Equatable {
    var locations = 0
    var services = 0
    var rooms = 0
    var staff = 0
  }

  let desk: Desk

  /// Stores operation after operation; broken off, the same file again does the rest.
  func submit<Row: ImportRow>(
    _ plan: ImportPlan<Row>, _ intent: ([Row]) -> any Intent
  ) throws -> (results: [RowResult], created: Created) {
    let before = desk.store.studio
    let operation = try desk.call.operation()
    var results: [RowResult] = []
    for (number, chunk) in plan.chunks.enumerated() {
      let id = operation.map { ID<Operation>($0.raw.derived(number)) }
      let receipt = try desk.store.submit(
        intent(Array(plan.rows[chunk])), by: desk.hand, operation: id)
      results += receipt.results
      tell(chunk, of: plan.rows.count)
    }
    let after = desk.store.studio
    return (
      results,
      Created(
        locations: after.locations.count - before.locations.count,
        services: after.services.count - before.services.count,
        rooms: after.rooms.count - before.rooms.count,
        staff: after.staff.count - before.staff.count)
    )
  }

  /// One decision over all rows that nobody stores: rows that meet each other meet here too.
  func rehearse<Row: ImportRow>(
    _ plan: ImportPlan<Row>, _ intent: ([Row]) -> any Intent
  ) throws -> (results: [RowResult], created: Created) {
    let studio = desk.store.studio
    let decision = try desk.store.preview(intent(plan.rows), by: desk.hand)
    let known = Set(
      studio.locations.map(\.key) + studio.services.map(\.key) + studio.rooms.map(\.key)
        + studio.staff.map(\.key))
    func made(_ table: Table) -> Int {
      decision.changes.count { $0.table == table && !known.contains($0.key) }
    }
    return (
      decision.results,
      Created(
        locations: made(.location), services: made(.service), rooms: made(.room),
        staff: made(.staff))
    )
  }

  /// A line for whoever waits, every few thousand rows.
  private func tell(_ chunk: Range<Int>, of count: Int) {
    let step = 2_000
    guard chunk.lowerBound / step < chunk.upperBound / step, chunk.upperBound < count else {
      return
    }
    // Progress that nobody can read is no reason to stop.
    try? StandardStream.error.line("\(grouped(chunk.upperBound)) of \(grouped(count)) rows…")
  }
}

/// 32000 as 32,000.
func grouped(_ number: Int) -> String {
  let digits = Array(String(abs(number)))
  var text = number < 0 ? "-" : ""
  for (place, digit) in digits.enumerated() {
    if place > 0, (digits.count - place).isMultiple(of: 3) { text += "," }
    text.append(digit)
  }
  return text
}
