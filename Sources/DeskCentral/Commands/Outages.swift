import Domain

/// The timetable of announced outages that a location's devices count down by.
enum Outages {
  static func add(_ call: Call) throws -> Answer {
    try change(call) { AnnounceOutages(location: $0, added: [$1]) }
  }

  static func remove(_ call: Call) throws -> Answer {
    try change(call) { AnnounceOutages(location: $0, withdrawn: [$1]) }
  }

  static func list(_ call: Call) throws -> Answer {
    try call.atWork { authority in
      let location = try Studios.location(named: call.arguments["location"], authority)
      return try told(location, authority, call)
    }
  }

  private static func change(
    _ call: Call, _ intent: (ID<Location>, OutageWindow) -> AnnounceOutages
  ) throws -> Answer {
    try call.atWork { authority in
      let location = try Studios.location(named: call.arguments["location"], authority)
      let zone = try call.zone(location.zone)
      guard let window = OutageWindow(typed: call.arguments.operands[0], in: zone) else {
        throw UsageError("this is no outage; use \(OutageWindow.shape), in quotes")
      }
      _ = try authority.administer(intent(location.id, window), at: call.now)
      return try told(location, authority, call)
    }
  }

  private static func told(
    _ location: Location, _ authority: any AuthorityDesk, _ call: Call
  ) throws -> Answer {
    let zone = try call.zone(location.zone)
    let windows = try authority.facts()[OutageTimetable.id(of: location.id)]?.windows ?? []
    let coming = windows.filter { $0.isAhead(of: call.now) }.map { $0.typed(in: zone) }
    return Answer(
      json: ["location": .text(location.id.text), "outages": .list(coming.map { .text($0) })],
      text: coming.isEmpty ? "no outage is announced" : coming.joined(separator: "\n"))
  }
}
