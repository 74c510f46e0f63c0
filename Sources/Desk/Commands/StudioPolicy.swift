import Domain
import Sync

/// The rulebook's numbers as they hold here, and the one command that sets them.
enum StudioPolicy {
  static func run(_ desk: Desk) throws -> Answer {
    let service = try desk.arguments["service"].map { try desk.service($0) }
    var receipts: [Receipt] = []
    let pairs = try desk.pairs(from: 0, fields: PolicyKey.allCases.map(\.rawValue))
    guard pairs.count <= 1 || !desk.arguments.has("operation") else {
      throw UsageError("--operation names one operation: give one KEY=VALUE with it")
    }
    for (name, value) in pairs {
      guard let key = PolicyKey(rawValue: name) else { continue }
      var intent = SetPolicy(key, value == "default" ? nil : try number(value, of: key))
      intent.service = service?.id
      let atLocation = service == nil && desk.arguments["location"] != nil
      intent.place = atLocation ? desk.location.id : nil
      receipts.append(try desk.submit(intent))
    }
    return shown(service?.id, receipts, desk)
  }

  /// Plain, or with s, m, h or d behind it for durations.
  private static func number(_ text: String, of key: PolicyKey) throws -> Int {
    let scale = text.last.flatMap { key.units[$0] }
    let digits = scale == nil ? text : String(text.dropLast())
    guard let number = Int(digits), number >= 0 else {
      let duration = key.measure == .seconds ? ", a duration such as 30m," : ""
      throw UsageError("\(key.rawValue) takes a whole number\(duration) or default")
    }
    let (product, overflow) = number.multipliedReportingOverflow(by: scale ?? 1)
    guard !overflow, product <= key.ceiling else {
      throw UsageError("\(key.rawValue) takes at most \(key.typed(key.ceiling))")
    }
    return product
  }

  private static func shown(_ service: ID<Service>?, _ receipts: [Receipt], _ desk: Desk) -> Answer
  {
    let studio = desk.store.studio
    let levels = [
      service.flatMap { id in studio.services.first { $0.id == id }?.policy },
      studio.locations.first { $0.id == desk.location.id }?.policy, studio.organization.policy,
    ].compactMap { $0 }
    let policy = Policy(nearestFirst: levels)
    var table = Columns("key", ">value", ">default", "what it is")
    var rows: [JSON] = []
    for key in PolicyKey.allCases {
      table.add(key.rawValue, key.typed(policy[key]), key.typed(key.standard), key.meaning)
      rows.append([
        "key": .text(key.rawValue), "value": .whole(policy[key]), "default": .whole(key.standard),
      ])
    }
    var document: JSON = ["policy": JSON(rows)]
    if let last = receipts.last { document = document.adding(["outcome": last.json]) }
    let (json, text) = (document, table.text(empty: ""))
    return Answer(json, text)
  }
}
