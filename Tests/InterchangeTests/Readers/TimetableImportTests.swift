import Domain
import FoundationEssentials
import Interchange
import Support
import Testing

@Suite struct TimetableImportTests {
  static let city =
    "_id,Location ID,Course_ID,Course Title,Section,Age Min,Age Max,Date Range,Start Hour,"
    + "Start Minute,End Hour,End Min,First Date,Last Date,DayOftheWeek\n"

  private func read(_ text: String, _ options: ImportOptions = .none) throws -> Reading<SessionRow>
  {
    try TimetableImport.read([UInt8](text), options)
  }

  @Test func aCityRowIsOneSession() throws {
    let reading = try read(
      Self.city + "1,85,101,Chair Yoga,FitnessTO,13,None,x,9,5,10,59,2025-12-05,2025-12-05,Friday\n"
    )
    let session = try #require(reading.entries.first?.values.first)
    #expect(reading.format == "city")
    #expect(reading.unknownColumns == [])
    #expect(session.location == "Location 85" && session.locationId == "85")
    #expect(session.service == "Chair Yoga" && session.type == "FitnessTO")
    #expect(session.seriesId == "101")
    #expect(session.ageFrom == 13 && session.ageTo == nil)
    #expect(session.start.text == "2025-12-05T09:05:00")
    #expect(session.end?.text == "2025-12-05T10:59:00")
    #expect(!session.crossesMidnight)
    #expect(session.externalId == "101|85||2025-12-05T09:05:00")
  }

  @Test func aRangeIsOneSessionForEachOfItsDays() throws {
    let reading = try read(
      Self.city + "1,85,101,Yoga,F,None,None,x,23,0,1,0,2025-12-01,2025-12-15,\"Mon, Thursday\"\n")
    let sessions = try #require(reading.entries.first?.values)
    #expect(
      sessions.map(\.start.day.text) == [
        "2025-12-01", "2025-12-04", "2025-12-08", "2025-12-11", "2025-12-15",
      ])
    #expect(sessions.first?.end?.text == "2025-12-02T01:00:00")
    #expect(sessions.first?.crossesMidnight == true)
    #expect(Set(sessions.map(\.externalId)).count == 5)
  }

  @Test func repeatedRowsShareTheirIdAndRivalsDoNot() throws {
    let row = "85,101,Yoga,F,13,None,x,9,0,10,0,2025-12-05,2025-12-05,Friday\n"
    let longer = "85,101,Yoga,F,13,None,x,9,0,10,30,2025-12-05,2025-12-05,Friday\n"
    let other = "85,102,Yoga,F,13,None,x,9,0,10,0,2025-12-05,2025-12-05,Friday\n"
    let text = Self.city + "1,\(row)2,\(row)3,\(longer)4,\(other)5,\(longer)"
    let ids = try read(text).entries.flatMap(\.values).map(\.externalId)
    #expect(ids[0] == ids[1])
    #expect(ids[2] == ids[0] + "#2")
    #expect(ids[4] == ids[2])
    #expect(Set(ids).count == 3)
    #expect(try read(text).entries.flatMap(\.values).map(\.externalId) == ids)
  }

  @Test(arguments: [
    ("25,0,10,0,2025-12-05,2025-12-05,Friday", RowCode.badTime),
    ("9,0,9,0,2025-12-05,2025-12-05,Friday", .badTime),
    ("9,,10,0,2025-12-05,2025-12-05,Friday", .badTime),
    ("9,0,10,0,2025-12-32,2025-12-05,Friday", .badDate),
    ("9,0,10,0,2025-12-05,2025-12-04,Friday", .badDate),
    ("9,0,10,0,2025-12-05,2025-12-05,Monday", .badWeekday),
    ("9,0,10,0,2025-12-05,2025-12-06,", .badWeekday),
    ("9,0,10,0,2025-12-05,2025-12-05,Caturday", .badWeekday),
    ("9,0,10,0,2000-12-05,2025-12-05,Friday", .rangeTooLong),
    ("9,0,10,0,2025-12-05,2025-12-05", .raggedRow),
  ])
  func impossibleRowsAreRefused(_ tail: String, _ code: RowCode) throws {
    let entries = try read(Self.city + "1,85,101,Yoga,F,13,None,x,\(tail)\n").entries
    #expect(entries.map { $0.refusal?.code } == [code])
  }

  @Test func agesAndNamesAreChecked() throws {
    let tail = "x,9,0,10,0,2025-12-05,2025-12-05,Friday\n"
    let entries = try read(
      Self.city + "1,85,101,Yoga,F,young,None,\(tail)2,85,101,,F,13,None,\(tail)"
    ).entries
    #expect(entries.map { $0.refusal?.code } == [.badNumber, .missingField])
  }

  @Test func aPlainTimetable() throws {
    let reading = try read(
      """
      externalId,service,type,location,room,leader,start,end,capacity,credits,ageFrom,ageTo,notes,mat
      s1,Yoga,yoga,Main,Blue,Ann,2025-12-05 09:00,2025-12-05 10:00:59,15,0.5,16,,bring water,yes
      s2,Yoga,yoga,Main,Blue,Ann,2025-12-05T23:30,00:30,,,,,,
      ,Spin,hiit,Main,,,2025-12-05T09:00:00+02:00,2025-12-05T08:00:00Z,,unlimited,,,,
      ,Spin,hiit,Main,,,2025-12-06 9:00 AM,,,1,,,,
      ,Spin,hiit,Main,,,2025-12-06 09:00,2025-12-05 10:00,,,,,,
      ,Spin,hiit,Main,,,noon,,,,,,,
      ,Spin,hiit,Main,,,2025-12-06,,,,,,,
      ,Spin,hiit,Main,,,2025-12-06 09:00,,many,,,,,
      ,Spin,hiit,Main,,,2025-12-06 09:00,,,0.125,,,,

      """)
    let sessions = reading.entries.prefix(4).compactMap(\.values.first)
    #expect(reading.format == "plain")
    #expect(reading.unknownColumns == ["mat"])
    #expect(sessions[0].externalId == "s1" && sessions[0].capacity == 15)
    #expect(sessions[0].credits == .hundredths(50) && sessions[0].ageFrom == 16)
    #expect(sessions[0].end?.text == "2025-12-05T10:00:59")
    #expect(sessions[0].extra.map(\.value) == ["yes"])
    #expect(sessions[1].end?.text == "2025-12-06T00:30:00")
    #expect(sessions[2].start.text == "2025-12-05T09:00:00+02:00")
    #expect(sessions[2].end?.text == "2025-12-05T08:00:00+00:00")
    #expect(sessions[3].start.text == "2025-12-06T09:00:00" && sessions[3].end == nil)
    #expect(
      reading.entries.dropFirst(4).map { $0.refusal?.code } == [
        .badTime, .badDate, .badTime, .badNumber, .badNumber,
      ])
  }

  @Test func anyOtherTimetableThroughMappings() throws {
    let options = try ImportOptions(map: [
      "service=Class", "date=Day", "start=From", "end=To", "leader=Coach",
    ])
    let reading = try read(
      "Day\tFrom\tTo\tClass\tCoach\n13/12/2025\t6:30 pm\t19.30\tYoga\tAnn\n", options)
    let session = try #require(reading.entries.first?.values.first)
    #expect(session.start.text == "2025-12-13T18:30:00")
    #expect(session.end?.text == "2025-12-13T19:30:00")
    #expect(session.leader == "Ann")
  }

  @Test(.needs("timetable/toronto-drop-in-slice.csv")) func toronto() throws {
    let bytes = try SharedData.raw("timetable/toronto-drop-in-slice.csv")
    let reading = try TimetableImport.read(bytes)
    let sessions = reading.entries.flatMap(\.values)
    #expect(reading.format == "city")
    #expect(reading.entries.count == 749)
    #expect(reading.entries.allSatisfy { $0.values.count == 1 })
    #expect(Set(sessions.map(\.externalId)).count == 749)
    #expect(Set(sessions.map(\.location)).count == 14)
    #expect(Set(sessions.map(\.service)).count == 26)
    #expect(sessions.count { $0.start.day.text == "2025-12-06" } == 36)
    #expect(sessions.count { $0.ageTo == 59 } == 7)
    #expect(sessions.allSatisfy { $0.end != nil && !$0.crossesMidnight })
  }

  @Test func mutatedFilesNeverTrapAndKeepEveryRow() {
    let text = """
      service;location;date;lastDate;weekdays;start;end;capacity;credits;leader
      Yoga;Main;01/12/2025;14/12/2025;Mon Fri;09:00;10:30;15;0,5;Ann
      "Spin ""X"" Y";Main;13/12/2025;;;11:30 PM;00:30;;unlimited;

      """
    var random = SeededGenerator(seed: 21)
    for _ in 0..<3_000 {
      guard let reading = try? TimetableImport.read(random.mutated([UInt8](text))) else { continue }
      #expect(reading.entries.map(\.row) == Array(1..<(reading.entries.count + 1)))
      for session in reading.entries.flatMap(\.values) {
        #expect(session.end.map { $0.instant(in: .utc) > session.start.instant(in: .utc) } ?? true)
        #expect(!session.externalId.isEmpty)
      }
    }
  }

  @Test func thirtyTwoThousandRowsInAboutASecond() throws {
    var text = Self.city
    for row in 0..<32_000 {
      text += "\(row),\(row % 40),\(row),Strength and Conditioning,FitnessTO - Drop-In,13,None,"
      text +=
        "2025-12-05 to 2025-12-05,\(row % 12 + 6),15,\(row % 12 + 7),15,2025-12-05,2025-12-05,"
      text += "Friday\n"
    }
    let bytes = [UInt8](text)
    let clock = ContinuousClock()
    var reading: Reading<SessionRow>?
    let time = try clock.measure { reading = try TimetableImport.read(bytes) }
    #expect(reading?.entries.count == 32_000)
    // Debug builds on a busy machine are slower by far; the release build takes a tenth of this.
    #expect(time < .seconds(15), "\(time)")
  }
}
