import Domain
import Interchange

/// Sessions of a timetable as payload rows.
struct BroughtSessions {
  /// For rows that say none.
  let capacity: Int
  let credits: Domain.Credits

  func payload(
    _ session: SessionRow, row: Int
  ) throws(RowReason) -> (row: ImportedSession, remarks: [RowReason]) {
    var cost = credits
    switch session.credits {
    case .hundredths(let count): cost = Domain.Credits(hundredths: count)
    case .unlimited: throw RowReason(row: row, code: .badNumber, "credits are no number")
    case nil: break
    }
    let start = session.start
    var payload = ImportedSession(
      Outside(text: session.externalId.asOutsideID), service: session.service, day: start.day,
      start: start.secondOfDay, capacity: session.capacity ?? capacity, credits: cost)
    payload.type = session.type.orNil
    payload.location = session.location.orNil
    payload.locationID = session.locationId.orNil?.asOutsideID
    payload.room = session.room.orNil
    payload.leader = session.leader.orNil
    payload.end = session.end.map { Self.seconds(to: $0, from: start) + start.secondOfDay }
    payload.offset = start.offset
    payload.ageFrom = session.ageFrom
    payload.ageTo = session.ageTo
    payload.notes = Self.notes(session).orNil
    return (payload, [])
  }

  /// On the wall clock of the start, whatever offset the end was written with.
  private static func seconds(to end: Moment, from start: Moment) -> Int {
    let shift = (start.offset ?? end.offset ?? 0) - (end.offset ?? start.offset ?? 0)
    return end.day.days(since: start.day) * 86_400 + end.secondOfDay - start.secondOfDay + shift
  }

  private static func notes(_ session: SessionRow) -> String {
    let extra = session.extra.map { "\($0.column): \($0.value)" }
    return (session.notes.isEmpty ? extra : [session.notes] + extra).joined(separator: "; ")
  }
}
