import Interchange
import Testing

@Suite struct OpenActiveWriterTests {
  private let series = OpenActiveSeries(
    id: "urn:series:1", name: "Zoë's \"Yoga\"", activity: "yoga", organizer: "Studio",
    locationId: "L1", location: "Main", ageFrom: 16,
    sessions: [
      .init(
        id: "urn:session:1", start: "2025-12-05T09:00:00+02:00", end: "2025-12-05T10:00:00+02:00",
        capacity: 20, remaining: 7, leader: "Ann Berg", room: "Blue"),
      .init(
        id: "urn:session:2", start: "2025-12-06T09:00:00+02:00", end: "2025-12-06T10:00:00+02:00",
        capacity: 20, remaining: -1, isCancelled: true),
    ])

  @Test func whatIsWrittenIsReadAgain() throws {
    let reading = try TimetableImport.read(try OpenActiveWriter.json([series], modified: 1))
    let session = try #require(reading.entries.first?.values.first)
    #expect(session.service == series.name && session.type == "yoga")
    #expect(session.location == "Main" && session.locationId == "L1")
    #expect(session.room == "Blue" && session.leader == "Ann Berg")
    #expect(session.capacity == 20 && session.ageFrom == 16 && session.ageTo == nil)
    #expect(session.start.text == "2025-12-05T09:00:00+02:00")
    #expect(session.externalId == "urn:session:1" && session.seriesId == "urn:series:1")
    #expect(reading.entries.last?.refusal?.code == .cancelledSession)
  }

  @Test func theWordsAreThoseOfTheStandard() throws {
    let text = String(decoding: try OpenActiveWriter.json([series], modified: 1), as: UTF8.self)
    for word in [
      "\"@context\" : \"https://openactive.io/\"", "\"remainingAttendeeCapacity\" : 7",
      "\"remainingAttendeeCapacity\" : 0", "\"maximumAttendeeCapacity\" : 20",
      "\"https://schema.org/EventCancelled\"", "\"kind\" : \"SessionSeries.ScheduledSession\"",
    ] {
      #expect(text.contains(word), "\(word)")
    }
  }

  @Test func equalTimetablesGiveEqualBytes() throws {
    #expect(
      try OpenActiveWriter.json([series], modified: 1)
        == OpenActiveWriter.json([series], modified: 1))
    #expect(try TimetableImport.read(OpenActiveWriter.json([], modified: 1)).entries.isEmpty)
  }
}
