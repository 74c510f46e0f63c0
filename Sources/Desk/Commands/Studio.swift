import Central
import Domain
import Sync
import Wire
import Zones

extension Command {
  static let studio: [Command] = [
    Command(
      "init", [],
      [
        Option("name", .value("N"), "the studio's name", required: true),
        Option("timezone", .value("Z"), "IANA name, such as Africa/Johannesburg", required: true),
        Option("location", .value("L"), "the first location's name", required: true),
        Option("owner", .value("NAME"), "the owner's name", required: true),
        Option("owner-pin", .value("P"), "the owner's PIN, 4 to 8 digits", required: true),
        Option("currency", .value("C"), "ISO 4217 (ZAR)"),
      ], for: .anyone, "make a stand-alone studio on this machine", .plain(Studio.found)),
    Command(
      "staff add", [],
      [
        Option("name", .value("N"), "the person's name", required: true),
        Option("role", .value("ROLE"), Studio.roles, required: true),
        Option(
          "pin", .value("P"),
          "the new person's PIN, 4 to 8 digits; yours follows --as: --as YOU --pin YOURS "
            + "(a terminal asks for what is left out)"),
      ], for: .right(.manageStudio), "add a person of the staff", .desk(Studio.addStaff)),
    Command(
      "location add", [],
      [
        Option("name", .value("N"), "its name", required: true),
        Option("timezone", .value("Z"), "IANA name", required: true),
      ], for: .right(.manageStudio), "add a location", .desk(Studio.addLocation)),
    Command(
      "room add", [],
      [
        Option("name", .value("N"), "its name", required: true),
        Option("limit", .number("N", 1...100_000), "the most people it holds"),
      ], for: .right(.manageStudio), "add a room to the location", .desk(Studio.addRoom)),
    Command(
      "policy", [Operand("KEY=VALUE", .any, words: PolicyKey.allCases.map(\.rawValue))],
      [Option("service", .value("S"), "for one service only")], for: .right(.seeAll),
      "show or set the rulebook's numbers (30m, 24h, 7d, default)", .desk(StudioPolicy.run)),
  ]
}

enum Studio {
  static let roles = "trainer, reception, manager, finance, admin (manager everywhere) or owner"

  static func found(_ call: Call) throws -> Answer {
    let given = call.arguments
    let config = try call.config()
    let directory = call.directory(config)
    let zone = given["timezone"] ?? ""
    let clock = try call.clock(in: try known(zone))
    var founding = Founding(
      name: given["name"] ?? "", location: given["location"] ?? "", zone: zone,
      owner: given["owner"] ?? "", pin: try call.secret(given["owner-pin"] ?? ""),
      training: clock.isSet)
    founding.currency = given["currency"] ?? founding.currency
    let store = try DeskStore.found(
      founding, in: directory, clock: clock, authority: AuthorityPlace.beside)
    return Desk.closing(store) {
      let studio = store.studio
      return Answer(
        [
          "organization": .text(studio.organization.name),
          "organizationId": JSON(studio.organization.id),
          "location": .text(studio.location.name), "locationId": JSON(studio.location.id),
          "device": JSON(studio.device.id), "staff": JSON(studio.staff.first?.id),
        ],
        """
        \(plainText(studio.organization.name)) is ready in \(plainText(directory))
        next: desk service add, desk session add, desk import members FILE, or just: desk
        """)
    }
  }

  private static func known(_ name: String) throws -> Zone {
    do { return try Zones.tree.zone(named: name) } catch {
      throw UsageError(
        "there is no time zone \(quoted(name)); use an IANA name such as Africa/Johannesburg")
    }
  }

  static func addStaff(_ desk: Desk) throws -> Answer {
    let given = desk.arguments
    let word = given["role"] ?? ""
    guard let role = Role(word: word) else { throw UsageError("--role takes \(roles)") }
    let name = given["name"] ?? ""
    try tellApart(name, desk)
    let everywhere = role == .owner || word.lowercased() == "admin" || given.has("all")
    let pin = try newPIN(desk)
    let receipt = try desk.submit(
      AddStaff(
        name: name,
        roles: [RoleAt(role, at: everywhere ? nil : desk.location.id)],
        verifier: try desk.store.verifier(pin: pin)))
    guard let staff = desk.store.studio.staff.first(where: { $0.id.raw == receipt.subject }) else {
      throw desk.missing("staff")
    }
    let digit = staff.digit == 0 ? "" : "; F2 \(staff.digit) and the PIN signs in"
    return Answer(
      [
        "outcome": receipt.json,
        "staff": [
          "id": JSON(staff.id), "name": .text(staff.name),
          "roles": JSON(staff.roles.map { .text($0.role.rawValue) }), "digit": .whole(staff.digit),
        ],
      ], "\(plainText(staff.name)) is on the staff: \(role.word)\(digit)\(receipt.remark)")
  }

  /// Commands, screens and records call staff by name: a second person of one name could be taken for
  /// the first. The same operation again is no second person.
  private static func tellApart(_ name: String, _ desk: Desk) throws {
    let folded = Folding.folded(name)
    let operation = try desk.call.operation()
    let isTaken = desk.store.studio.staff.contains {
      $0.active && $0.id.raw != operation?.raw && Folding.folded($0.name) == folded
    }
    if isTaken { throw Refusal(.malformed, ["what": .word("staffNameTaken")]) }
  }

  private static func newPIN(_ desk: Desk) throws -> String {
    if let given = desk.arguments["pin"] { return try desk.call.secret(given) }
    guard let typed = try AskedPIN.ask("PIN of the new person") else {
      throw UsageError(
        "--pin is missing: once after --as for yours, once for the new person's; use: "
          + "desk staff add --as YOU --pin YOURS --name N --role ROLE --pin THEIRS")
    }
    guard try AskedPIN.ask("the same again") == typed else {
      throw UsageError("the two PINs differ: nobody was added; try again")
    }
    return typed
  }

  static func addLocation(_ desk: Desk) throws -> Answer {
    let name = desk.arguments["timezone"] ?? ""
    let zone = try known(name)
    let receipt = try desk.submit(AddLocation(name: desk.arguments["name"] ?? "", zone: zone.name))
    let found = desk.store.studio.locations.first { $0.id.raw == receipt.subject }
    guard let location = found else { throw desk.missing("location") }
    return Answer(
      [
        "outcome": receipt.json,
        "location": [
          "id": JSON(location.id), "name": .text(location.name), "timezone": .text(location.zone),
        ],
      ], "\(plainText(location.name)) is open\(receipt.remark)")
  }

  static func addRoom(_ desk: Desk) throws -> Answer {
    let receipt = try desk.submit(
      AddRoom(
        location: desk.location.id, name: desk.arguments["name"] ?? "",
        limit: desk.arguments.number("limit")))
    guard let room = desk.store.studio.rooms.first(where: { $0.id.raw == receipt.subject }) else {
      throw desk.missing("room")
    }
    return Answer(
      [
        "outcome": receipt.json,
        "room": [
          "id": JSON(room.id), "name": .text(room.name), "location": .text(desk.location.name),
          "locationId": JSON(room.location), "limit": JSON(room.limit),
        ],
      ], "\(plainText(room.name)) is a room of \(plainText(desk.location.name))\(receipt.remark)")
  }
}
