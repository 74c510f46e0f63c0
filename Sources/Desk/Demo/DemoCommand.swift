import Central
import Domain
import Glibc
import Sync
import Wire
import Zones

/// `desk demo`: a made-up studio, and the application on it.
enum DemoCommand {
  static let guide = [
    "This is a made-up studio, twelve minutes before two classes. Nothing here can be broken.",
    "Enter opens the roster of a class; there Space marks who is here and Enter stores the marks.",
    "/ finds a member, F5 checks in by code, F1 explains the keys, : finds any command.",
  ]

  /// The demo has no line in any case: what `--offline` asks for is true, and is said.
  static let alone =
    "There is no line: the studio stands alone, with its authority inside, and all of it works."

  static func run(_ call: Call) throws -> Answer {
    let (directory, isNew) = try directory(call)
    let moment = DemoMoment(zone: try Zones.tree.zone(named: DemoMoment.zoneName))
    var clock = try call.clock(in: moment.zone)
    if !clock.isSet { clock = DeskClock(startingAt: moment.now) }
    if isNew {
      try StandardStream.error.line("Making a studio in \(plainText(directory)) …")
      let studio = DemoStudio(
        seed: UInt64(call.arguments.number("seed") ?? 1),
        members: call.arguments.number("members") ?? 480)
      try studio.found(in: directory).close()
    }
    let store = try DeskStore.open(directory, clock: clock, authority: AuthorityPlace.beside)
    guard call.arguments.has("no-ui") else {
      return try Application.open(
        store, call, as: store.studio.staff.first { $0.name == DemoStudio.owner }?.id,
        guide: call.arguments.has("offline") ? guide + [alone] : guide)
    }
    return Desk.closing(store) { told(store, directory) }
  }

  private static func told(_ store: DeskStore, _ directory: String) -> Answer {
    let studio = store.studio
    let clock = store.clock.now.iso8601(in: studio.zone)
    return Answer(
      [
        "data": .text(directory), "owner": .text(DemoStudio.owner), "pin": .text(DemoStudio.pin),
        "clock": .text(clock), "organization": .text(studio.organization.name),
        "organizationId": JSON(studio.organization.id), "location": .text(studio.location.name),
        "locationId": JSON(studio.location.id),
      ],
      """
      \(studio.organization.name) is ready in \(plainText(directory))
      Go on with:
        desk --data \(plainText(directory)) --clock \(clock) \
      --as "\(DemoStudio.owner)" --pin \(DemoStudio.pin)
      """)
  }

  /// Where it lies: as asked, or a fresh directory; an earlier demo is used again.
  ///
  /// Never the configured directory: that one belongs to the real studio.
  private static func directory(_ call: Call) throws -> (path: String, isNew: Bool) {
    guard let given = call.arguments["data"] else {
      var template = Array(
        "\(call.environment("TMPDIR") ?? "/tmp")/studioloop-demo-XXXXXX".utf8CString)
      guard mkdtemp(&template) != nil else {
        throw UsageError("there is no room for a demo in /tmp; give a directory with --data")
      }
      return (
        String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self), true
      )
    }
    do {
      let store = try DeskStore.open(given, clock: DeskClock(), authority: AuthorityPlace.beside)
      let organization = Desk.closing(store) { store.studio.organization }
      guard organization.training, organization.name == DemoStudio.name else {
        throw UsageError("\(plainText(given)) holds a real studio; the demo wants one of its own")
      }
      return (given, false)
    } catch let error as StoreError where error.code == .missing {
      return (given, true)
    }
  }
}
