import FoundationEssentials
import Interchange
import Support
import Testing

@Suite struct OpenActiveReaderTests {
  private func read(_ text: String) throws -> Reading<SessionRow> {
    try TimetableImport.read([UInt8](text))
  }

  private func example(_ name: String) throws -> Reading<SessionRow> {
    try TimetableImport.read(
      try SharedData.raw("openactive/examples/\(name)_example_1.json"))
  }

  @Test(.needs("openactive/examples")) func aSeriesWithItsSessions() throws {
    let reading = try example("sessionseries")
    #expect(reading.format == "openactive")
    let sessions = reading.entries.flatMap(\.values)
    #expect(sessions.count == 2)
    let first = try #require(sessions.first)
    #expect(first.service == "Virtual BODYPUMP" && first.type == "Bodypump™")
    #expect(first.location == "Middlesbrough Sports Village" && first.locationId == "0140")
    #expect(first.leader == "Nicole Smith" && first.capacity == 16 && first.ageFrom == 16)
    #expect(first.start.text == "2018-10-02T19:15:00+00:00")
    #expect(first.end?.text == "2018-10-02T19:45:00+00:00")
    #expect(first.seriesId == "https://example.com/api/session-series/1402CBP20150217")
    #expect(first.externalId.hasSuffix("/subEvent/1400109454"))
  }

  @Test(.needs("openactive/examples")) func aSessionWithItsSeries() throws {
    let session = try #require(try example("scheduledsession").entries.first?.values.first)
    #expect(session.service == "Hot Yoga" && session.capacity == 15)
    #expect(session.location == "Middlesbrough Sports Village")
    #expect(session.start.text == "2018-10-03T20:15:00+01:00")
  }

  @Test(.needs("openactive/examples")) func halvesAreRefusedAloneAndKeptTogether() throws {
    #expect(try example("sessionseries-split").entries.map { $0.refusal?.code } == [.notASession])
    #expect(
      try example("scheduledsession-split").entries.map { $0.refusal?.code } == [.missingField])
    let halves = try ["sessionseries-split", "scheduledsession-split"].map { name in
      String(
        decoding: try SharedData.raw("openactive/examples/\(name)_example_1.json"),
        as: UTF8.self)
    }
    let pages = halves.map { page in
      let start = page.firstRange(of: "\"items\": [").map(\.upperBound) ?? page.startIndex
      let end = page.lastIndex(of: "]") ?? page.endIndex
      return String(page[start..<end])
    }
    let entries = try read("[\(pages.joined(separator: ","))]").entries
    #expect(entries.count == 1)
    #expect(entries.first?.values.first?.service == "Virtual BODYPUMP")
    #expect(entries.first?.values.first?.room == "Yoga Studio")
  }

  @Test(
    .needs("openactive/examples"),
    arguments: ["facilityuse", "slot", "courseinstance", "event"])
  func otherThingsAreRefusedOrRead(_ name: String) throws {
    let entries = try example(name).entries
    #expect(!entries.isEmpty)
    for entry in entries {
      #expect(entry.refusal?.code == (name == "event" ? nil : .notASession))
    }
  }

  @Test func singleObjectsListsAndGraphs() throws {
    let session = """
      {"@type":["ScheduledSession"],"identifier":7,"name":"Yoga","startDate":"2025-12-05T09:00",
       "duration":"PT1H30M","leader":{"name":"Ann"},"location":{"name":"Main"}}
      """
    for text in [
      session, "[\(session)]", "{\"@graph\":[\(session)]}", "  {\"items\":[\(session)]}",
    ] {
      let row = try #require(try read(text).entries.first?.values.first)
      #expect(row.externalId == "7" && row.leader == "Ann" && row.location == "Main")
      #expect(row.start.text == "2025-12-05T09:00:00")
      #expect(row.end?.text == "2025-12-05T10:30:00")
    }
  }

  @Test func everyItemIsAccountedFor() throws {
    let entries = try read(
      """
      {"items":[
       {"state":"deleted","id":"1"},
       {"state":"updated","data":{"@type":"ScheduledSession","name":"A","startDate":"soon"}},
       {"data":{"type":"ScheduledSession","name":"A","startDate":"2025-12-05T09:00Z",
         "endDate":"2025-12-05T08:00Z"}},
       {"data":{"type":"ScheduledSession","name":"A","startDate":"2025-12-05T09:00Z",
         "eventStatus":"https://schema.org/EventCancelled"}},
       {"data":{"type":"ScheduledSession","name":"A","startDate":"2025-12-05T09:00Z",
         "maximumAttendeeCapacity":-3}},
       {"data":{"type":"Slot"}},
       {"data":{"type":"ScheduledSession","name":"A","startDate":"2025-12-05T09:00Z"}}
      ]}
      """
    ).entries
    #expect(
      entries.map { $0.refusal?.code } == [
        .deletedItem, .badTime, .badTime, .cancelledSession, .badNumber, .notASession, nil,
      ])
    #expect(entries.map(\.row) == Array(1...7))
    #expect(entries.last?.values.first?.externalId.isEmpty == false)
  }

  @Test func aWholeScheduleBecomesSessions() throws {
    let entries = try read(
      """
      {"@type":"SessionSeries","@id":"s","name":"Yoga","eventSchedule":{"@type":"Schedule",
       "repeatFrequency":"P1W","startDate":"2025-12-01","endDate":"2025-12-14",
       "startTime":"23:30","endTime":"00:30","byDay":["schema:Monday","https://schema.org/Friday"],
       "exceptDate":["2025-12-08"]}}
      """
    ).entries
    #expect(entries.count == 1)
    #expect(
      entries.first?.values.map(\.start.text) == [
        "2025-12-01T23:30:00", "2025-12-05T23:30:00", "2025-12-12T23:30:00",
      ])
    #expect(entries.first?.values.first?.end?.text == "2025-12-02T00:30:00")
    #expect(entries.first?.values.first?.externalId == "s|2025-12-01T23:30:00")
  }

  @Test(arguments: ["{", "[1,2", "{\"a\":}", "[1]", "{\"items\":7}"])
  func brokenDocumentsAreRefusedWhole(_ text: String) {
    let problem = #expect(throws: FileProblem.self) { try read(text) }
    #expect(problem?.code == .badJSON)
  }

  @Test func emptyPagesAreNoError() throws {
    #expect(try read("{\"items\":[]}").entries.isEmpty)
    #expect(try read("[]").entries.isEmpty)
  }

  @Test func deepAndMutatedDocumentsNeverTrap() throws {
    _ = try? read(String(repeating: "[", count: 100_000))
    _ = try? read(String(repeating: "{\"items\":[", count: 400))
    let text = """
      {"items":[{"state":"updated","data":{"@type":"SessionSeries","@id":"x","name":"A","leader":
      [{"name":"B"}],"ageRange":{"minValue":16},"subEvent":[{"@type":"ScheduledSession",
      "startDate":"2025-12-05T09:00:00+02:00","duration":"PT1H","maximumAttendeeCapacity":12}]}}]}
      """
    #expect(try read(text).entries.count == 1)
    var random = SeededGenerator(seed: 9)
    for _ in 0..<2_000 {
      let options = try ImportOptions(format: "openactive")
      let reading = try? TimetableImport.read(random.mutated([UInt8](text)), options)
      #expect(reading?.entries.allSatisfy { !$0.values.isEmpty || $0.refusal != nil } ?? true)
    }
  }
}
