import Domain
import Interchange
import Testing

@Suite struct CreditImportTests {
  private func read(_ text: String) throws -> Reading<CreditRow> {
    try CreditImport.read([UInt8](text))
  }

  @Test func mindbody() throws {
    let reading = try read(
      """
      MBSystemID,BarcodeID,PmtRefNo,LastName,FirstName,Description,ProductID,PaymentDate,ActiveDate,\
      PaymentAmount,ExpDate,Remaining,NumClasses
      100,0007,P1,Doe,Jo,10 Class Card,5,1/2/2025,1/13/2025,900,7/13/2025,4,10
      100,0007,P2,Doe,Jo,Odd,5,1/2/2025,,900,,-4,10

      """)
    #expect(reading.format == "mindbody")
    let pack = try #require(reading.entries[0].values.first)
    #expect(pack.externalId == "P1" && pack.package == "10 Class Card")
    #expect(pack.member.externalId == "100" && pack.member.barcode == "0007")
    #expect(pack.left == .hundredths(400) && pack.bought == .hundredths(1_000))
    #expect(pack.validFrom?.text == "2025-01-13" && pack.validTo?.text == "2025-07-13")
    #expect(reading.entries[1].refusal?.code == .badNumber)
  }

  @Test func spreamHoldsCreditsAndSubscriptions() throws {
    let reading = try read(
      """
      firstName,lastName,email,role,credit,subscriptionStart,subscriptionEnd,subscriptionEntries,\
      subscriptionEntriesPerDay
      Anna,Berg,a@x.org,client,5.5,,,,
      Bo,Berg,b@x.org,client,0,2025-01-01,2025-12-31,,1
      Cy,Berg,c@x.org,client,2,2025-01-01,2025-12-31,8,1
      Di,Berg,d@x.org,client,0,,,,
      ,,,client,3,,,,

      """)
    #expect(reading.format == "spream")
    let lots = reading.entries.map(\.values)
    #expect(lots[0].map(\.left) == [.hundredths(550)])
    #expect(lots[1].map(\.left) == [.unlimited])
    #expect(lots[1].first?.isUnlimited == true)
    #expect(lots[1].first?.validTo?.text == "2025-12-31")
    #expect(lots[2].map(\.left) == [.hundredths(200), .hundredths(800)])
    #expect(lots[3].isEmpty && reading.entries[3].refusal == nil)
    #expect(reading.entries[4].refusal?.code == .missingMember)
    #expect(lots[0].first?.member.email == "a@x.org")
  }

  @Test func plain() throws {
    let text = """
      member;package;bought;left;validFrom;validTo
      0042;10 pack;10;2,5;2025-01-01;2025-12-31
      a@x.org;Gold;unlimited;;;
      0042;10 pack;10;2,5;2025-01-01;2025-12-31
      0042;10 pack;10;1;2025-01-01;2025-12-31
      ;10 pack;10;1;;
      7;10 pack;;;;

      """
    let reading = try read(text)
    let rows = reading.entries.prefix(4).compactMap(\.values.first)
    #expect(rows[0].member.text == "0042" && rows[0].left == .hundredths(250))
    #expect(rows[1].member.email == "a@x.org" && rows[1].isUnlimited)
    #expect(rows[0].externalId == rows[2].externalId)
    #expect(rows[3].externalId == rows[0].externalId + "#2")
    #expect(!rows[1].externalId.contains("x.org"))
    #expect(try read(text).entries[1].values.first?.externalId == rows[1].externalId)
    #expect(
      reading.entries.dropFirst(4).map { $0.refusal?.code } == [.missingMember, .missingField])
  }
}
