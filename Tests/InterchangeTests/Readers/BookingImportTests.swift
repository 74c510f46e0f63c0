import Domain
import Interchange
import Testing

@Suite struct BookingImportTests {
  private func read(_ text: String) throws -> Reading<BookingRow> {
    try BookingImport.read([UInt8](text))
  }

  @Test func mindbody() throws {
    let reading = try read(
      """
      MBSystemID,VisitDate,VisitStartTime,VisitEndTime,Description,ClassType,TrainerID,StaffMember,\
      Status,VisitLocation,VisitID
      100,1/13/2025,9:00 AM,10:00 AM,Vinyasa,Yoga,3,Ann,Completed,Main,V1
      100,1/14/2025,11:30 PM,12:30 AM,Vinyasa,Yoga,3,Ann,No Show,Main,V2
      100,1/15/2025,9:00 AM,10:00 AM,Vinyasa,Yoga,3,Ann,Late Cancel,Main,V3
      100,1/15/2025,9:00 AM,10:00 AM,Vinyasa,Yoga,3,Ann,Vanished,Main,V4
      100,1/15/2025,morning,10:00 AM,Vinyasa,Yoga,3,Ann,Completed,Main,V5
      ,1/15/2025,9:00 AM,10:00 AM,Vinyasa,Yoga,3,Ann,Completed,Main,V6

      """)
    #expect(reading.format == "mindbody")
    let rows = reading.entries.flatMap(\.values)
    #expect(rows.map(\.state) == [.attended, .noShow, .lateCancelled])
    #expect(rows[0].session.start?.text == "2025-01-13T09:00:00")
    #expect(rows[0].session.service == "Vinyasa" && rows[0].session.location == "Main")
    #expect(rows[1].session.end?.text == "2025-01-15T00:30:00")
    #expect(rows[0].externalId == "V1" && rows[0].member.externalId == "100")
    #expect(
      reading.entries.dropFirst(3).map { $0.refusal?.code } == [
        .unknownStatus, .badTime, .missingMember,
      ])
  }

  @Test func plain() throws {
    let reading = try read(
      """
      member,session,state
      0042,s-17,booked
      a@x.org,2025-12-06T14:45 Cardio Dance,
      0042,2025-12-06 14:45+02:00,waitlisted
      0042,2025-12-06,attended
      0042,,booked
      0042,s-17,maybe

      """)
    let rows = reading.entries.flatMap(\.values)
    #expect(rows.map(\.state) == [.booked, .booked, .waitlisted, .attended])
    #expect(rows[0].session.externalId == "s-17" && rows[0].session.start == nil)
    #expect(rows[1].session.start?.text == "2025-12-06T14:45:00")
    #expect(rows[1].session.service == "Cardio Dance")
    #expect(rows[1].member.email == "a@x.org")
    #expect(rows[2].session.start?.text == "2025-12-06T14:45:00+02:00")
    #expect(rows[3].session.externalId == "2025-12-06")
    #expect(
      reading.entries.dropFirst(4).map { $0.refusal?.code } == [.missingSession, .unknownStatus])
  }
}
