import Central
import Domain
import Glibc
import Sync
import Wire
import Zones

/// `desk demo`: a made-up studio, and the application on it.
enum DemoCommand {
  static func run(_ call: Call) throws -> Answer {
    let (directory, isNew) = try directory(call)
    let seed = UInt64(call.arguments.number("seed") ?? 1)
    let moment = DemoMoment(zone: try Zones.tree.zone(named: DemoMoment.zoneName))
    var clock = try call.clock(in: moment.zone)
    if !clock.isSet {
      let left = isNew ? nil : try lastMoment(in: directory)
      clock = DeskClock(startingAt: max(moment.now, left ?? moment.now))
    }
    if isNew {
      try StandardStream.error.line("Making a studio in \(plainText(directory)) …")
      let studio = DemoStudio(seed: seed, members: call.arguments.number("members") ?? 480)
      try make(studio, directory, at: clock.now)
    }
    let store = try DeskStore.open(directory, clock: clock, authority: AuthorityPlace.beside)
    return try Desk.closing(store) {
      guard call.arguments.has("no-ui") else {
        return try DemoShow.run(store, in: directory, call, seed: seed, isNew: isNew)
      }
      return told(store, directory)
    }
  }

  /// Where the evening of an earlier demo was left: from there it goes on, for what was done then would
  /// lie in the future otherwise.
  private static func lastMoment(in directory: String) throws -> Instant? {
    let acted = try [directory, directory + DemoShow.desk].map { place -> Instant? in
      do {
        let store = try DeskStore.open(
          place, clock: DeskClock(), authority: AuthorityPlace.beside)
        return try Desk.closing(store) {
          try store.outbox(limit: 1, newestFirst: true).operations.first?.at
        }
      } catch let error as StoreError where error.code == .missing {
        return nil
      }
    }
    return ([DemoClock.left(in: directory)] + acted).compactMap { $0 }.max()
  }

  /// Under another name until it is whole: what was broken off is never taken for a studio.
  private static func make(
    _ studio: DemoStudio, _ directory: String, at moment: Instant
  ) throws {
    let making = "\(directory).making-\(String(UInt32.random(in: .min ... .max), radix: 36))"
    try studio.found(in: making).close()
    try DemoClock.stand(at: moment, in: making)
    guard rename(making, directory) == 0 else {
      throw UsageError(
        "\(plainText(directory)) cannot be used (\(describe(errno: errno))): give an empty or a "
          + "new directory with --data")
    }
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
        desk --data \(plainText(directory)) --as "\(DemoStudio.owner)" --pin \(DemoStudio.pin)
      """)
  }

  /// Where it lies: as asked, or a fresh directory; an earlier demo is used again.
  ///
  /// Never the configured directory: that one belongs to the real studio.
  private static func directory(_ call: Call) throws -> (path: String, isNew: Bool) {
    guard var given = call.arguments["data"] else {
      var template = Array(
        "\(call.environment("TMPDIR") ?? "/tmp")/studioloop-demo-XXXXXX".utf8CString)
      guard mkdtemp(&template) != nil else {
        throw UsageError("there is no room for a demo in /tmp; give a directory with --data")
      }
      return (
        String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self), true
      )
    }
    while given.count > 1, given.hasSuffix("/") { given.removeLast() }
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
