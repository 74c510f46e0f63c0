import Central
import Config
import Domain
import Sync
import Wire

/// A run on an open store: where it acts, and who is at the keyboard.
struct Desk {
  let call: Call
  let config: Config
  let store: DeskStore
  let studio: StudioView
  let location: Location
  let zone: Zone
  /// nil is the device itself.
  let staff: Staff?

  var arguments: Arguments { call.arguments }
  var now: Instant { store.clock.now }
  var today: Day { zone.day(of: now) }
  var currency: String { studio.organization.currency }

  /// Opens, does the work that is due, signs in, and asks whether this person may ask at all.
  static func open(_ call: Call, for access: Command.Access) throws -> Desk {
    let config = try call.config()
    let store = try openStore(call, config)
    return try closingOnError(store) {
      try settle(store)
      let (location, zone) = try place(call.place(config), in: store.studio)
      let staff = try signIn(call, store)
      let desk = Desk(
        call: call, config: config, store: store, studio: store.studio, location: location,
        zone: zone, staff: staff)
      try desk.admit(access)
      return desk
    }
  }

  /// Does what is due, and says what every command has to say first. Without room on the disk what is
  /// due waits: reading goes on.
  static func settle(_ store: DeskStore) throws {
    do { try store.runJobs() } catch let error as StoreError where error.code == .disk {
      try StandardStream.error.line("desk: \(plainText(error.message))")
    }
    if let lost = store.lostOperations {
      try StandardStream.error.line("desk: \(plainText(lost.detail)): desk doctor says more")
    }
  }

  /// The store of this run, on the clock that was asked for, or a demo's own.
  static func openStore(
    _ call: Call, _ config: Config, through lineSwitch: LineSwitch = LineSwitch()
  ) throws -> DeskStore {
    let directory = call.directory(config)
    let wait = call.wait(config)
    let asked = try call.clock(in: try zone(of: call.place(config), call, config))
    let clock = asked.isSet ? asked : DemoClock.kept(in: directory) ?? asked
    return try DeskStore.open(
      directory, clock: clock, wait: wait, spent: call.spent(config),
      authority: AuthorityPlace.beside,
      line: lineSwitch.around(DeskLine.maker(config)))
  }

  /// The zone that a local `--clock` means: known only to the studio itself.
  private static func zone(of place: String, _ call: Call, _ config: Config) throws -> Zone {
    let store = try DeskStore.open(
      call.directory(config), clock: DeskClock(), wait: call.wait(config),
      spent: call.spent(config), authority: AuthorityPlace.beside)
    return try closing(store) { try Self.place(place, in: store.studio).zone }
  }

  /// Marks a clean stop whatever came of the work; a failure of that costs only a slower start.
  static func closing<Made>(_ store: DeskStore, _ work: () throws -> Made) rethrows -> Made {
    defer { try? store.close() }
    return try work()
  }

  static func closingOnError<Made>(
    _ store: DeskStore, _ work: () throws -> Made
  ) rethrows -> Made {
    do { return try work() } catch {
      try? store.close()
      throw error
    }
  }

  static func place(
    _ name: String, in studio: StudioView
  ) throws -> (location: Location, zone: Zone) {
    if name.isEmpty { return (studio.location, studio.zone) }
    let place = try studio.locations.named(name, "location", \.name)
    return (place, studio.zone(of: place))
  }

  private static func signIn(_ call: Call, _ store: DeskStore) throws -> Staff? {
    guard let name = try call.staffName(on: store.studio.device) else { return nil }
    let pin = try call.pin()
    let staff = try store.studio.staff.named(name, "staff", \.name)
    try store.signIn(staff.id, pin: pin)
    return staff
  }

  // MARK: Rights

  /// The widest right that the person has at the place; the device itself has none here.
  func right(to action: Action, at place: ID<Location>? = nil) -> Right {
    staff?.roles(at: place ?? location.id).map { $0.right(to: action) }.max() ?? .no
  }

  private func admit(_ access: Command.Access) throws {
    if access != .anyone { try demandStaff() }
    if let given = call.arguments.global("location"), location.id != studio.location.id {
      let looks = staff == nil && arguments.command?.name == "schedule"
      let manages = staff?.roles(at: location.id).contains {
        $0 == .owner || $0 == .locationManager
      }
      guard looks || (manages ?? false) else {
        throw Refusal(.locationDenied, ["location": .word(given)])
      }
    }
    if case .right(let action) = access { try demand(action) }
  }

  func demandStaff() throws {
    if let staff, staff.active { return }
    guard studio.device.role != .kiosk || store.isStandAlone else {
      throw UsageError("a kiosk knows no staff: do this at a desk")
    }
    throw denied("signIn")
  }

  func demand(_ action: Action) throws {
    guard right(to: action) > .no else {
      let elsewhere = staff?.roles.contains { $0.role.right(to: action) > .no } ?? false
      throw elsewhere ? Refusal(.locationDenied) : denied(action.rawValue)
    }
  }

  /// Whether they may see the people of a session: a leader their own sessions'.
  func demandSight(of session: Session) throws {
    let right = right(to: .seeAll, at: session.location)
    guard right == .yes || (right == .own && session.leader == staff?.id) else {
      throw denied(Action.seeAll.rawValue)
    }
  }

  func denied(_ action: String) -> Refusal {
    Refusal(.notPermitted, ["action": .word(action)])
  }

  // MARK: Acting

  var hand: DeskStore.Hand {
    DeskStore.Hand(
      actor: staff.map { .staff($0.id) } ?? .device,
      location: location.id == studio.location.id ? nil : location.id)
  }

  /// Stores the intent under the operation id that was given, if one was; where the authority is
  /// elsewhere it is asked at once, and what it refuses is refused here. `meanwhile` sees what was stored
  /// before the authority says what became of it.
  func submit(
    _ intent: any Intent, meanwhile: (Receipt) throws -> Void = { _ in }
  ) throws -> Receipt {
    let operation = try call.operation()
    let stored = try store.submit(
      intent, by: hand, operation: operation, isOnline: isUpForDrawing(intent, operation))
    try meanwhile(stored)
    let told = store.hear(
      of: stored, within: patience, insisting: arguments.number("wait") != nil)
    if !store.isStandAlone, let outcome = told.outcome, outcome.state == .rejected {
      throw Refusal(outcome.code ?? .notPermitted)
    }
    return told
  }

  /// Whether the line was found to be up, asked only where that decides: places that were granted for
  /// the dark are not used while there are others and a line to ask for them.
  private func isUpForDrawing(_ intent: any Intent, _ operation: ID<Operation>?) throws -> Bool {
    guard intent is any TakesPlaces, patience > 0,
      let decision = try? store.preview(intent, by: hand, operation: operation),
      decision.drawn != nil
    else { return false }
    return try store.ask(within: patience)
  }

  /// Milliseconds that a line which neither answers nor refuses may cost a command.
  static let patience: Int64 = 1_000

  /// The same, or what the caller gives it.
  var patience: Int64 { arguments.number("wait").map { Int64($0) * 1_000 } ?? Self.patience }
}
