internal import FoundationEssentials

/// A service at a location, with its sessions, as OpenActive publishes it.
package struct OpenActiveSeries: Sendable {
  package var id: String
  package var name: String
  /// The class type, such as yoga.
  package var activity: String
  package var organizer: String
  package var locationId: String
  package var location: String
  package var ageFrom: Int?
  package var ageTo: Int?
  package var sessions: [Session] = []

  package init(
    id: String, name: String, activity: String, organizer: String, locationId: String,
    location: String, ageFrom: Int? = nil, ageTo: Int? = nil, sessions: [Session] = []
  ) {
    self.id = id
    self.name = name
    self.activity = activity
    self.organizer = organizer
    self.locationId = locationId
    self.location = location
    self.ageFrom = ageFrom
    self.ageTo = ageTo
    self.sessions = sessions
  }

  package struct Session: Sendable {
    package var id: String
    /// ISO 8601 with the location's offset, like `end`.
    package var start: String
    package var end: String
    package var capacity: Int
    package var remaining: Int
    package var leader: String
    package var room: String
    package var isCancelled: Bool

    package init(
      id: String, start: String, end: String, capacity: Int, remaining: Int, leader: String = "",
      room: String = "", isCancelled: Bool = false
    ) {
      self.id = id
      self.start = start
      self.end = end
      self.capacity = capacity
      self.remaining = remaining
      self.leader = leader
      self.room = room
      self.isCancelled = isCancelled
    }
  }
}

/// A feed page with one item per series: keys in order, so that equal timetables give equal files.
package enum OpenActiveWriter {
  /// `modified` is in seconds since 1970. Throws only what the encoder of the toolchain throws.
  package static func json(_ series: [OpenActiveSeries], modified: Int64) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let items = series.map { FeedItem(id: $0.id, modified: modified, data: SeriesData($0)) }
    return Array(try encoder.encode(FeedPage(items: items))) + [UInt8(ascii: "\n")]
  }
}

private struct FeedPage: Encodable {
  let items: [FeedItem]
}

private struct FeedItem: Encodable {
  var state = "updated"
  var kind = "SessionSeries.ScheduledSession"
  let id: String
  let modified: Int64
  let data: SeriesData
}

private struct SeriesData: Encodable {
  var context = "https://openactive.io/"
  var type = "SessionSeries"
  let id: String
  let name: String
  let activity: [Concept]
  let organizer: Named
  let location: Named
  let ageRange: AgeRange?
  let subEvent: [SessionData]

  init(_ series: OpenActiveSeries) {
    id = series.id
    name = series.name
    activity = series.activity.isEmpty ? [] : [Concept(prefLabel: series.activity)]
    organizer = Named(type: "Organization", name: series.organizer)
    location = Named(type: "Place", name: series.location, identifier: series.locationId)
    let hasAge = series.ageFrom != nil || series.ageTo != nil
    ageRange = hasAge ? AgeRange(minValue: series.ageFrom, maxValue: series.ageTo) : nil
    subEvent = series.sessions.map(SessionData.init)
  }

  enum CodingKeys: String, CodingKey {
    case context = "@context"
    case type = "@type"
    case id = "@id"
    case name, activity, organizer, location, ageRange, subEvent
  }
}

private struct SessionData: Encodable {
  var type = "ScheduledSession"
  let id: String
  let startDate: String
  let endDate: String
  let maximumAttendeeCapacity: Int
  let remainingAttendeeCapacity: Int
  let eventStatus: String
  let leader: [Named]?
  let room: [Named]?

  init(_ session: OpenActiveSeries.Session) {
    id = session.id
    startDate = session.start
    endDate = session.end
    maximumAttendeeCapacity = session.capacity
    remainingAttendeeCapacity = max(0, session.remaining)
    let status = session.isCancelled ? "EventCancelled" : "EventScheduled"
    eventStatus = "https://schema.org/\(status)"
    leader = session.leader.isEmpty ? nil : [Named(type: "Person", name: session.leader)]
    room =
      session.room.isEmpty ? nil : [Named(type: "SportsActivityLocation", name: session.room)]
  }

  enum CodingKeys: String, CodingKey {
    case type = "@type"
    case id = "@id"
    case startDate, endDate, maximumAttendeeCapacity, remainingAttendeeCapacity, eventStatus, leader
    case room = "beta:sportsActivityLocation"
  }
}

private struct Named: Encodable {
  let type: String
  let name: String
  var identifier: String?

  enum CodingKeys: String, CodingKey {
    case type = "@type"
    case name, identifier
  }
}

private struct Concept: Encodable {
  var type = "Concept"
  let prefLabel: String

  enum CodingKeys: String, CodingKey {
    case type = "@type"
    case prefLabel
  }
}

private struct AgeRange: Encodable {
  var type = "QuantitativeValue"
  let minValue: Int?
  let maxValue: Int?

  enum CodingKeys: String, CodingKey {
    case type = "@type"
    case minValue, maxValue
  }
}
