/// One occurrence of a service; whether it is in progress or over is read from the clock.
package struct Session: Record {
  package var id = ID<Session>.none
  package var service = ID<Service>.none
  package var location = ID<Location>.none
  package var room: ID<Room>?
  package var leader: ID<Staff>?
  package var start = Instant(0)
  package var end = Instant(0)
  package var capacity = 0
  /// The capacity wished for while more than that is taken; each freed place lowers `capacity`.
  package var target: Int?
  package var status = SessionStatus.scheduled
  package var series: ID<Series>?
  /// True for an occurrence that no longer follows its series.
  package var changed = false
  package var notes = ""
  /// Ages of this occurrence where they differ from the service's.
  package var ageFrom: Int?
  package var ageTo: Int?
  package var credits: Credits?
  package var judgedAt: Instant?

  package static let table = Table.session
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("service", \.service), Field("location", \.location),
    Field("room", \.room), Field("leader", \.leader), Field("start", \.start),
    Field("end", \.end), Field("capacity", \.capacity), Field("target", \.target),
    Field("status", \.status), Field("series", \.series), Field("changed", \.changed),
    Field("notes", \.notes), Field("ageFrom", \.ageFrom), Field("ageTo", \.ageTo),
    Field("credits", \.credits), Field("judgedAt", \.judgedAt),
  ]
  package init() {}

  /// The state that people see: written status, or what the clock says of a scheduled one.
  package func state(at now: Instant) -> SessionState {
    switch status {
    case .draft: .draft
    case .cancelled: .cancelled
    case .scheduled: now < start ? .scheduled : now < end ? .inProgress : .completed
    }
  }
}

package enum SessionStatus: String, Sendable, Codable, FieldValue {
  case draft, scheduled, cancelled
}

package enum SessionState: String, Sendable, Codable {
  case draft, scheduled, inProgress, completed, cancelled
}

/// A recurrence whose occurrences were made as sessions of their own.
package struct Series: Record {
  package var id = ID<Series>.none
  package var service = ID<Service>.none
  package var location = ID<Location>.none
  package var firstDay = Day(sinceEpoch: 0)
  package var lastDay = Day(sinceEpoch: 0)
  /// The rule in words of RFC 5545, for exports: "FREQ=WEEKLY;BYDAY=MO,WE".
  package var rule = ""

  package static let table = Table.series
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("service", \.service), Field("location", \.location),
    Field("firstDay", \.firstDay), Field("lastDay", \.lastDay), Field("rule", \.rule),
  ]
  package init() {}
}
