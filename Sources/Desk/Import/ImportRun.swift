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

  /// Rows between two looks at what is here already, and between two lines of progress.
  private static let stride = 2_000

  /// Stores operation after operation; broken off, the same file again does the rest.
  ///
  /// Rows that would change nothing become no operation: a file may come every night.
  func submit<Row: ImportRow>(
    _ plan: ImportPlan<Row>, _ intent: ([Row]) -> any Intent
  ) throws -> (results: [RowResult], created: Created) {
    let before = desk.store.studio
    let operation = try desk.call.operation()
    var results: [RowResult] = []
    var number = 0
    for start in Swift.stride(from: 0, to: plan.rows.count, by: Self.stride) {
      let end = min(start + Self.stride, plan.rows.count)
      // Under an id that was given, the same operations must come out the second time.
      let known =
        operation == nil
        ? try desk.store.preview(intent(Array(plan.rows[start..<end])), by: desk.hand).results : []
      results += known
      let open = (start..<end).filter { place in
        known.isEmpty || [.kept, .merged].contains(results[place].kind)
      }
      for chunk in plan.chunks(of: open) {
        let receipt = try desk.store.submit(
          intent(chunk.map { plan.rows[$0] }), by: desk.hand,
          operation: operation.map { ID($0.raw.derived(number)) })
        number += 1
        if known.isEmpty {
          results += receipt.results
        } else {
          for (place, result) in zip(chunk, receipt.results) { results[place] = result }
        }
      }
      if end < plan.rows.count { tell(end, of: plan.rows.count) }
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

  private func tell(_ done: Int, of count: Int) {
    // Progress that nobody can read is no reason to stop.
    try? StandardStream.error.line("\(grouped(done)) of \(grouped(count)) rows…")
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
