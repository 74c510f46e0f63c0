import Central
import CentralHTTP
import Domain
import Sync
import Threads
import Wire

/// The demo while it is shown: the studio's authority and a colleague's desk in one directory, the
/// shown desk with its own copy in another, and between them the real wire on this machine.
enum DemoShow {
  /// Under the studio's directory.
  static let desk = "/front-desk"

  private static let fresh =
    "This is a made-up studio, twelve minutes before two classes. Nothing here can be broken."

  private static let kept =
    "This is the made-up studio as it was left. Without --data a demo begins anew each time."

  private static let guide = [
    "Enter opens the roster of a class; there Space marks who is here and Enter stores the marks.",
    "/ finds a member, F5 checks in by code, F1 explains the keys. Any command is found with :",
    "A second desk and the members' app are at work too. : and \"cut\" cuts the line of this desk.",
  ]

  private static let dark =
    "The line is cut from the start, and this desk works alone. : and \"restore\" brings it back."

  /// Until the person quits; the studio's store stays the caller's.
  static func run(
    _ studio: DeskStore, in directory: String, _ call: Call, seed: UInt64,
    isNew: Bool
  ) throws -> Answer {
    // What it would say of a failed exchange would stand across the screen.
    let service = try StudioService(studio, HTTPServer.Options()) { _ in }
    defer { service.stop() }
    let lineSwitch = LineSwitch()
    let shown = try open(
      directory + desk, of: studio, at: "http://127.0.0.1:\(service.port)", call, lineSwitch)
    let directories = [directory, directory + desk]
    try Desk.closingOnError(shown) {
      for place in directories { try DemoClock.run(studio.clock, in: place) }
    }
    defer {
      // Else it runs on, as after a kill.
      for place in directories { try? DemoClock.stand(at: studio.clock.now, in: place) }
    }
    if call.arguments.has("offline") { lineSwitch.cut() }
    let bustle = try Desk.closingOnError(shown) {
      Bustle(try DemoElsewhere(studio, seed: seed), lineSwitch)
    }
    defer { bustle.stop() }
    return try Application.open(
      shown, call, as: shown.studio.staff.first { $0.name == DemoStudio.owner }?.id,
      guide: [isNew ? fresh : kept] + guide + (lineSwitch.isCut ? [dark] : []),
      lineSwitch: lineSwitch)
  }

  /// Joins the studio first where it has not; what an earlier demo left queued is still there.
  private static func open(
    _ directory: String, of studio: DeskStore, at url: String, _ call: Call,
    _ lineSwitch: LineSwitch
  ) throws -> DeskStore {
    func open() throws -> DeskStore {
      try DeskStore.open(
        directory, clock: studio.clock, authority: AuthorityPlace.beside,
        line: lineSwitch.around(DeskLine.maker(try call.config(), to: url)))
    }
    do { return try open() } catch let error as StoreError where error.code == .missing {
      let place = studio.studio.location.id
      let code = try studio.withAuthority { authority in
        try authority.embedded.enrolmentCode(
          for: .desk, at: place, named: "Front desk", at: studio.clock.now)
      }
      let address = try DeskLine.address(url, plainAllowed: false)
      try LineCommands.join(directory, at: address, with: code, as: "Front desk")
      return try open()
    }
  }
}

/// What goes on elsewhere, on a thread of its own.
private final class Bustle: Sendable {
  private let ending = Monitor(false)
  private let thread: Thread

  private static let between: Int64 = 250

  init(_ elsewhere: DemoElsewhere, _ lineSwitch: LineSwitch) {
    thread = Thread { [ending] in
      var elsewhere = elsewhere
      while ending.wait(until: .now + Self.between, { $0 ? () : nil }) == nil {
        // A disk that is full is told at the desk that is shown.
        try? elsewhere.turn(at: .now, isDark: lineSwitch.isCut)
      }
    }
  }

  func stop() {
    ending.change { $0 = true }
    thread.join()
  }
}
