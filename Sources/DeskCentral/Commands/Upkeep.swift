import CentralHTTP
import Domain
import Glibc

enum Upkeep {
  static func make(_ call: Call) throws -> Answer {
    try call.store.make(isTraining: call.clockIsSet)
    let identities = try Identities(at: call.store.identityPath, now: machineNow)
    return Answer(
      json: [
        "training": .flag(call.clockIsSet), "pins": .list(identities.pins.map(JSON.text)),
      ],
      text: """
        the store is ready
        next: desk-central organization add --name N --timezone Z --location L --owner NAME \
        --owner-pin P
        """)
  }

  /// A certificate is for the machine's own time, whatever a training studio plays.
  static var machineNow: Instant { Instant(Int64(time(nil))) }

  static func migrate(_ call: Call) throws -> Answer {
    let version = try call.store.migrate(for: call.arguments["service"])
    return Answer(json: ["version": .whole(version)], text: "the store is at version \(version)")
  }

  static func backup(_ call: Call) throws -> Answer {
    let (organization, path) = (try call.organization(), call.arguments.operands[0])
    try call.store.backup(organization, to: path)
    return Answer(
      json: ["file": .text(path), "organization": .text(organization.id.text)],
      text: "\(organization.name) is in \(path)")
  }

  private static let mend = "end the service, and restore it from a backup from before the damage"

  static func doctor(_ call: Call) throws -> Answer {
    struct Check {
      let name: String
      let problems: [String]
    }
    var checks: [Check] = []
    for organization in try call.store.organizations() {
      var problems: [String]
      do {
        problems = try call.store.problems(organization) { count in
          // A large store takes its time: whoever waits for it sees it move.
          guard count % 500_000 == 0 else { return }
          Program.print("\(organization.name): \(count) rows looked at", to: .error)
        }
      } catch { problems = ["\(error)"] }
      checks.append(Check(name: organization.name, problems: problems))
    }
    let identities = try? Identities(existingAt: call.store.identityPath)
    checks.append(
      Check(
        name: "TLS",
        problems: identities?.pins.count == 2 ? [] : ["the keys for TLS are missing or damaged"]))
    let isWell = checks.allSatisfy(\.problems.isEmpty)
    let rows = checks.map { check -> JSON in
      [
        "name": .text(check.name), "ok": .flag(check.problems.isEmpty),
        "detail": .text(check.problems.joined(separator: "; ")),
        "mend": check.problems.isEmpty ? .null : .text(mend),
      ]
    }
    let lines = checks.map { check in
      "\(check.problems.isEmpty ? "ok  " : "BAD ")\(check.name)"
        + check.problems.map { "\n    \($0)" }.joined()
        + (check.problems.isEmpty ? "" : "\n    next: \(mend)")
    }
    return Answer(
      json: ["ok": .flag(isWell), "checks": .list(rows)], text: lines.joined(separator: "\n"),
      exit: isWell ? .done : .damaged)
  }
}
