import Central
import CentralHTTP
import Domain
import Wire

enum Devices {
  /// How long a code opens; the authority holds to it.
  private static let codeLife = 10 * 60
  /// Passes that were shown before hold so long.
  private static let passLife = 30 * 86_400

  static func enroll(_ call: Call) throws -> Answer {
    let given = call.arguments
    guard let role = DeviceRole(rawValue: try given.needed("role")) else {
      throw UsageError("--role takes desk or kiosk")
    }
    let (code, zone) = try call.atWork { authority in
      let location = try Studios.location(named: given["location"], authority)
      let code = try authority.enrolmentCode(
        for: role, at: location.id, named: given["name"] ?? "", at: call.now)
      return (code, try call.zone(location.zone))
    }
    // Where the service vouches for itself, nobody in between shall show another key.
    let pin = try Identities(existingAt: call.store.identityPath)?.pins.first
    let whole = EnrolmentCode(code, pin: pin).text
    let expires = (call.now + codeLife).iso8601(in: zone)
    return Answer(
      json: ["code": .text(whole), "expires": .text(expires)],
      text: """
        \(whole)
        opens until \(expires), once: desk enroll URL \(whole)
        """)
  }

  static func list(_ call: Call) throws -> Answer {
    let (facts, contacts) = try call.atWork { authority in
      (try authority.facts(), try authority.contacts())
    }
    let devices = facts.all(Device.self).sorted { $0.id < $1.id }
    // By the clock on the wall of each device's own place.
    let zones = try facts.all(Location.self).reduce(into: [ID<Location>: Zone]()) { zones, place in
      zones[place.id] = try call.zone(place.zone)
    }
    let rows = devices.map { device -> JSON in
      let contact = contacts[device.id]
      let zone = zones[device.location] ?? .utc
      return [
        "id": .text(device.id.text), "name": .text(device.name),
        "role": .text(device.role.rawValue), "revoked": .flag(device.revoked),
        "location": .text(device.location.text),
        "heard": contact.map { .text($0.at.iso8601(in: zone)) } ?? .null,
        "watermark": contact?.watermark.map { .text($0.iso8601(in: zone)) } ?? .null,
      ]
    }
    let table =
      [["id", "role", "last heard", "state", "name"]]
      + devices.map { device in
        [
          device.id.text, device.role.rawValue,
          contacts[device.id].map { local($0.at, zones[device.location] ?? .utc) } ?? "never",
          device.revoked ? "shut out" : "in use", device.name,
        ]
      }
    let text = devices.isEmpty ? "no device has joined: desk-central device enroll" : lines(table)
    return Answer(json: ["devices": .list(rows)], text: text)
  }

  private static func local(_ moment: Instant, _ zone: Zone) -> String {
    let local = zone.local(moment)
    return "\(local.day.text) \(local.timeOfDay.text)"
  }

  /// The last column is as long as it likes.
  private static func lines(_ table: [[String]]) -> String {
    let widths = table.reduce([0, 0, 0, 0]) { widths, row in
      zip(widths, row).map { max($0, $1.count) }
    }
    return table.map { row in
      zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        .joined(separator: "  ") + "  " + (row.last ?? "")
    }.joined(separator: "\n")
  }

  static func revoke(_ call: Call) throws -> Answer {
    guard let id = ID<Device>(text: call.arguments.operands[0]) else {
      throw UsageError("ID is a device's: desk-central device list")
    }
    try call.atWork { authority in try authority.revoke(id, at: call.now) }
    return Answer(json: ["device": .text(id.text)], text: "nothing more is taken from \(id.text)")
  }

  static func rotate(_ call: Call) throws -> Answer {
    if call.arguments.has("tls") {
      let path = call.store.identityPath
      try Identities.rotate(at: path, now: Upkeep.machineNow)
      let pins = try Identities(existingAt: path)?.pins ?? []
      return Answer(
        json: ["pins": .list(pins.map(JSON.text))],
        text: "start the service again: it shows \(pins.first ?? "")")
    }
    let number = try call.atWork { authority in
      try authority.rotatePassKey(keepingOldUntil: call.now + passLife, at: call.now)
    }
    return Answer(
      json: ["key": .whole(number)], text: "passes are signed with key \(number) from now on")
  }
}
