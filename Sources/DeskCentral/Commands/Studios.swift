import Central
import Crypto
import Domain

enum Studios {
  static func add(_ call: Call) throws -> Answer {
    let given = call.arguments
    let name = try given.needed("name")
    guard try call.store.isTraining() == call.clockIsSet else {
      throw UsageError(
        call.clockIsSet
          ? "this store is none for training: leave --clock out"
          : "this is a store for training: give --clock TIME")
    }
    let zone = try call.zone(given["timezone"] ?? "UTC")
    let place = given["location"] ?? "Main"
    // Without a PIN the owner cannot sign in, for nobody knows it: staff add makes somebody who can.
    let pin =
      given.has("owner-pin")
      ? try call.pin("owner-pin") : randomBytes(16).map { String($0) }.joined()
    let verifier = try PINVerifier.make(pin)
    let made = try call.store.add(name, clockIsSet: call.clockIsSet) { authority in
      try authority.found(
        name: name, location: place, zone: zone.name, owner: given["owner"] ?? "Owner",
        verifier: verifier, training: call.clockIsSet, at: call.now)
    }
    let opened = try call.store.open(made, clockIsSet: call.clockIsSet, serves: false)
    let facts = try opened.authority.facts()
    let location = facts.all(Location.self).first
    let staff = facts.all(Staff.self).first
    return Answer(
      json: [
        "organization": ["id": .text(made.id.text), "name": .text(made.name)],
        "location": location.map(document) ?? .null, "staff": staff.map(document) ?? .null,
      ],
      text: """
        \(made.name) is founded: \(made.id.text)
        next: desk-central device enroll --role desk --location \(location?.id.text ?? "L")
        """)
  }

  static func list(_ call: Call) throws -> Answer {
    let all = try call.store.organizations()
    return Answer(
      json: [
        "organizations": .list(
          all.map { ["id": .text($0.id.text), "name": .text($0.name)] })
      ], text: all.map { "\($0.id.text)  \($0.name)" }.joined(separator: "\n"))
  }

  static func addLocation(_ call: Call) throws -> Answer {
    let name = try call.arguments.needed("name")
    let zone = try call.zone(try call.arguments.needed("timezone"))
    let location = try call.atWork { authority in
      let made = try authority.administer(
        AddLocation(name: name, zone: zone.name), at: call.now)
      return try authority.facts().all(Location.self).first { $0.id.raw == made }
    }
    guard let location else { throw Refusal(.internal) }
    return Answer(
      json: ["location": document(location)],
      text: "\(location.name) is open: \(location.id.text)")
  }

  static func addStaff(_ call: Call) throws -> Answer {
    let given = call.arguments
    let name = try given.needed("name")
    let word = try given.needed("role")
    guard let role = Role(word: word) else {
      throw UsageError("--role takes trainer, reception, manager, finance, admin or owner")
    }
    let isEverywhere = role == .owner || word.lowercased() == "admin"
    let verifier = try PINVerifier.make(try call.pin("pin"))
    let staff = try call.atWork { authority in
      let isTaken = try authority.facts().all(Staff.self).contains { $0.active && $0.name == name }
      if isTaken { throw Refusal(.malformed, ["what": .word("staffNameTaken")]) }
      let place = isEverywhere ? nil : try location(named: given["location"], authority).id
      let sealed = try SecretBox.seal(Array(verifier.utf8), key: try authority.keys().verifiers)
      let made = try authority.administer(
        AddStaff(name: name, roles: [RoleAt(role, at: place)], verifier: Bytes(sealed)),
        at: call.now)
      return try authority.facts().all(Staff.self).first { $0.id.raw == made }
    }
    guard let staff else { throw Refusal(.internal) }
    return Answer(
      json: ["staff": document(staff)],
      text: "\(staff.name) is on the staff: \(role.word), \(staff.id.text)")
  }

  /// By id or name; the only one need not be named.
  static func location(
    named word: String?, _ authority: any AuthorityDesk
  ) throws -> Location {
    let all = try authority.facts().all(Location.self)
    guard let word else {
      guard all.count == 1, let only = all.first else {
        throw UsageError("there are several locations: name one with --location")
      }
      return only
    }
    guard let found = all.first(where: { $0.id.text == word || $0.name == word }) else {
      throw Refusal(.notFound, ["what": .word(Table.location.rawValue)])
    }
    return found
  }

  private static func document(_ location: Location) -> JSON {
    [
      "id": .text(location.id.text), "name": .text(location.name),
      "timezone": .text(location.zone),
    ]
  }

  private static func document(_ staff: Staff) -> JSON {
    [
      "id": .text(staff.id.text), "name": .text(staff.name), "digit": .whole(staff.digit),
      "roles": .list(staff.roles.map { .text($0.role.rawValue) }),
    ]
  }
}
