import Domain
import Interchange
import Support
import Testing

@Suite struct MemberImportTests {
  private func read(_ text: String, _ options: ImportOptions = .none) throws -> Reading<MemberRow> {
    try MemberImport.read([UInt8](text), options)
  }

  @Test func gymdesk() throws {
    let reading = try read(
      """
      Member ID,First Name,Last Name,Phone,2nd Phone,Email,2nd Email,Date of birth,Age,Gender,Type,\
      Membership,Status,Joined,Check-in code,Notes,Ranks
      0042,Anna,Berg,082 123 4567,,a@x.org,b@x.org,03/04/1990,35,F,Adult,Gold,Active,01/02/2020,\
      00017,likes tea,Blue
      0043,,Solo,-,,,,0001-01-01,,,,,Inactive,,,,
      0044,,,,,,,,,,,,Active,,,,
      0045,Cy,Frost,,,,,,,,,,Frozen,,,,

      """)
    #expect(reading.format == "gymdesk")
    #expect(reading.dateOrder == .monthFirst)
    let anna = try #require(reading.entries[0].values.first)
    #expect(anna.externalId == "0042")
    #expect(anna.barcode == "00017")
    #expect(anna.birthDate?.text == "1990-03-04")
    #expect(anna.joined?.text == "2020-01-02")
    #expect(anna.phones.map(\.text) == ["082 123 4567"])
    #expect(anna.secondEmail == "b@x.org")
    #expect(anna.status == .active)
    #expect(anna.extra.map(\.column) == ["Type", "Membership", "Ranks"])
    #expect(reading.unknownColumns == ["Type", "Membership", "Ranks"])
    let solo = try #require(reading.entries[1].values.first)
    #expect(solo.firstName == "" && solo.lastName == "Solo" && solo.phones.isEmpty)
    #expect(solo.status == .inactive && solo.birthDate == nil && solo.fieldReasons.isEmpty)
    #expect(reading.entries[2].refusal?.code == .missingName)
    #expect(reading.entries[3].refusal?.code == .unknownStatus)
    #expect(reading.entries[3].refusal?.message.contains("Frost") == false)
  }

  @Test func mindbody() throws {
    let reading = try read(
      """
      BarcodeID,MBSystemID,LastName,FirstName,MiddleName,WorkPhone,HomePhone,CellPhone,EmailName,\
      Birthdate,EmergContact,EmergPhone,Inactive,Suspended,Gender,City
      000100,100000001,Doe,Jo,Q,,011 555,082 555,jo@x.org,1988-05-06,Mum,083 1,False,False,Female,Cape
      000101,100000002,Roe,Al,,,,,bad address,1988-13-06,,,True,False,,
      000102,100000003,Poe,Ed,,,,,,,,,False,True,,
      000103,100000004,Moe,Ed,,,,,,,,,perhaps,,,

      """)
    #expect(reading.format == "mindbody")
    let first = try #require(reading.entries[0].values.first)
    #expect(first.externalId == "100000001" && first.barcode == "000100")
    #expect(first.middleName == "Q" && first.emergencyName == "Mum")
    #expect(first.phones.map(\.kind) == [.mobile, .home])
    #expect(first.status == .active)
    let second = try #require(reading.entries[1].values.first)
    #expect(second.status == .inactive && second.email == "" && second.birthDate == nil)
    #expect(second.fieldReasons.map(\.reason.code) == [.badEmail, .badDate])
    #expect(reading.entries[2].values.first?.status == .inactive)
    #expect(reading.entries[3].refusal?.code == .unknownStatus)
    #expect(reading.unknownColumns == ["City"])
  }

  @Test func teamup() throws {
    let reading = try read(
      """
      Customer Name,Customer Email,Other Active,Membership Name,Type,Status,Purchase Date,Phone,\
      Date of Birth,Emergency Contact Name,Emergency Contact Phone
      Pieter van der Merwe,p@x.org,No,10 pack,prepaid,Active,2025-01-02,0821234567,1990-01-02,Ann,1
      Pieter van der Merwe,p@x.org,No,Old,prepaid,Expired,2024-01-02,0821234567,1990-01-02,Ann,1
      Cher,,No,x,y,Cancelled,,,,,

      """)
    #expect(reading.format == "teamup")
    let rows = reading.entries.flatMap(\.values)
    #expect(rows.map(\.firstName) == ["Pieter", "Pieter", "Cher"])
    #expect(rows.map(\.lastName) == ["van der Merwe", "van der Merwe", ""])
    #expect(rows.map(\.status) == [.active, .inactive, .inactive])
    #expect(rows[0].emergencyName == "Ann")
  }

  @Test func wodify() throws {
    let reading = try read(
      """
      First Name,Last Name,Email,Gender,Date of Birth,Client Status,Default Program,Is Coach
      Anna,Berg,a@x.org,Female,03/04/1990,Active,CrossFit,false

      """)
    #expect(reading.format == "wodify")
    #expect(reading.entries.first?.values.first?.birthDate?.text == "1990-03-04")
  }

  @Test func glofoxAsksForItsDateOrder() throws {
    let text = """
      First Name,Last Name,Email,Added,Membership Expiry Date,membership name,barcode
      Anna,Berg,a@x.org,03/04/2025,,Gold,007

      """
    #expect(throws: FileProblem.self) { try read(text) }
    let reading = try read(text, ImportOptions(map: ["dateOrder=dmy"]))
    #expect(reading.format == "glofox")
    let member = try #require(reading.entries.first?.values.first)
    #expect(member.joined?.text == "2025-04-03")
    #expect(member.barcode == "007")
  }

  @Test func spreamAndZenPlanner() throws {
    let spream = try read(
      "firstName,lastName,email,role,credit,subscriptionStart\nAnna,Berg,a@x.org,client,5,\n")
    #expect(spream.format == "spream")
    #expect(spream.entries.first?.values.first?.email == "a@x.org")

    let zen = "FirstName\tLastName\tMembership\tBeginDate\nZoë\tBerg\tGold\t2024-05-06\n"
    let bytes = ([0xFEFF] + Array(zen.utf16)).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let reading = try MemberImport.read(bytes)
    #expect(reading.format == "zenplanner")
    #expect(reading.encoding == .utf16LittleEndian)
    #expect(reading.delimiter == .tab)
    #expect(reading.entries.first?.values.first?.firstName == "Zoë")
    #expect(reading.entries.first?.values.first?.joined?.text == "2024-05-06")
  }

  @Test func aFormatCanBeForced() throws {
    let text = "firstName,lastName,birthDate\nA,B,03/04/1990\n"
    let reading = try read(text, ImportOptions(format: "Wodify"))
    #expect(reading.format == "wodify")
    #expect(reading.entries.first?.values.first?.birthDate?.text == "1990-03-04")
  }

  @Test(.needs("people/febrl-dataset1.csv")) func febrl() throws {
    let bytes = try SharedData.raw("people/febrl-dataset1.csv")
    let options = try ImportOptions(map: [
      "firstName=given_name", "lastName=surname", "birthDate=date_of_birth", "externalId=rec_id",
    ])
    let reading = try MemberImport.read(bytes, options)
    let members = reading.entries.flatMap(\.values)
    #expect(reading.entries.count == 1_000)
    #expect(members.count + reading.entries.count { $0.refusal != nil } == 1_000)
    #expect(members.allSatisfy { !$0.firstName.isEmpty || !$0.lastName.isEmpty })
    #expect(reading.entries.allSatisfy { $0.refusal.map { $0.code == .missingName } ?? true })
    let first = try #require(members.first)
    #expect(first.externalId == "rec-223-org")
    #expect(first.firstName == "" && first.lastName == "waller")
    #expect(first.birthDate?.text == "1908-12-09")
    #expect(members.contains { !$0.fieldReasons.isEmpty && $0.birthDate == nil })
  }

  @Test func mutatedFilesNeverTrapAndKeepEveryRow() {
    let text = """
      firstName;lastName;email;birthDate;status;phone
      Anna;Berg;a@x.org;13/04/1990;active;082
      Zoë;"van ""Z""\nX";z@x.org;01/02/1990;inactive;-

      """
    var random = SeededGenerator(seed: 3)
    for _ in 0..<3_000 {
      let bytes = random.mutated([UInt8](text))
      guard let reading = try? MemberImport.read(bytes) else { continue }
      #expect(reading.entries.map(\.row) == Array(1..<(reading.entries.count + 1)))
      #expect(reading.entries.allSatisfy { $0.values.count == 1 || $0.refusal != nil })
    }
  }
}
