import Domain
import Interchange
import Sync

/// `desk import`: files of other systems become operations.
struct ImportCommand {
  let desk: Desk
  private let bytes: [UInt8]
  private let options: ImportOptions

  static func run(_ desk: Desk) throws -> Answer {
    do {
      let summary = try ImportCommand(desk).summary()
      return Answer(summary.json, summary.text)
    } catch let problem as FileProblem {
      throw UsageError(problem.sentence)
    }
  }

  private init(_ desk: Desk) throws {
    self.desk = desk
    options = try ImportOptions(
      format: desk.arguments["format"], map: desk.arguments.all("map"))
    bytes = try BroughtFile.read(desk.arguments.operand(1))
  }

  private func summary() throws -> ImportSummary {
    switch desk.arguments.operand(0) {
    case "members": try members()
    case "timetable": try timetable()
    case "credits": try credits()
    default: try bookings()
    }
  }

  private func members() throws -> ImportSummary {
    let reading = try MemberImport.read(bytes, options)
    let people = BroughtMembers(reading.entries)
    return try run(try ImportPlan(reading, people.payload)) {
      ImportMembers(source: reading.format, rows: $0)
    }
  }

  private func timetable() throws -> ImportSummary {
    let reading = try TimetableImport.read(bytes, options)
    let credits = try desk.arguments["credits"].map { try desk.credits($0) } ?? .zero
    guard credits >= .zero else { throw UsageError("--credits takes 0 or more") }
    let sessions = BroughtSessions(
      capacity: desk.arguments.number("capacity") ?? 20, credits: credits)
    return try run(try ImportPlan(reading, sessions.payload)) {
      ImportSessions(source: reading.format, rows: $0)
    }
  }

  private func credits() throws -> ImportSummary {
    let reading = try CreditImport.read(bytes, options)
    return try run(try ImportPlan(reading, BroughtCredits.payload)) {
      ImportCredits(sources: sources(reading.format), rows: $0)
    }
  }

  private func bookings() throws -> ImportSummary {
    let reading = try BookingImport.read(bytes, options)
    var sessions = BroughtBookings(desk.store)
    return try run(try ImportPlan(reading) { try sessions.payload($0, row: $1) }) {
      ImportBookings(sources: sources(reading.format), rows: $0)
    }
  }

  /// Where an id of the file may have been imported from: the same system before all others.
  private func sources(_ format: String) -> [String] {
    let all = MemberImport.formats + TimetableImport.formats.filter { $0 != "plain" }
    return [format] + all.filter { $0 != format }
  }

  private func run<Row: ImportRow>(
    _ plan: ImportPlan<Row>, _ intent: ([Row]) -> any Intent
  ) throws -> ImportSummary {
    let isRehearsal = desk.arguments.has("dry-run")
    let run = ImportRun(desk: desk)
    let (results, created) =
      isRehearsal ? try run.rehearse(plan, intent) : try run.submit(plan, intent)
    return ImportSummary(
      kind: desk.arguments.operand(0), plan: plan, results: results, created: created,
      isRehearsal: isRehearsal)
  }
}
