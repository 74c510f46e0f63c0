package import Domain
package import Languages
package import Sync

/// The desk as every screen sees it: the studio, who sits here, where and when.
package struct Station: Sendable {
  package var studio: StudioView
  /// Nobody while the desk shows and does only what the device itself may.
  package var staff: Staff?
  package var location: Location
  package var zone: Zone
  package var now: Instant
  package var options: DeskOptions
  package var mode: DeskMode
  package var keys: Keymap
  package var line = LineStatus(.standAlone)
  package var power = PowerStatus()
  /// Nil where nobody looks: on paper, and in tests without it.
  let powerWatch: PowerWatch?
  /// Nil unless this is a studio to train outages in.
  let lineSwitch: LineSwitch?
  /// Cells of the whole terminal.
  package var width = 80
  package var height = 24

  package init(
    studio: StudioView, staff: Staff?, now: Instant, options: DeskOptions, mode: DeskMode = .desk,
    lineSwitch: LineSwitch? = nil, powerWatch: PowerWatch? = nil
  ) {
    self.studio = studio
    self.staff = staff
    location = studio.locations.first { $0.id == options.location } ?? studio.location
    zone = studio.zone(of: location)
    self.now = now
    self.options = options
    self.mode = mode
    self.lineSwitch = lineSwitch
    self.powerWatch = powerWatch
    keys = Keymap.standard(remapped: options.keys, cuts: lineSwitch != nil)
  }

  var zones: [String: Zone] { studio.zones }

  package var today: Day { zone.day(of: now) }

  /// The widest right that the person signed in has here; the device itself has almost none.
  package func right(to action: Action) -> Right {
    guard let staff else { return action == .checkIn || action == .seeOwn ? .limited : .no }
    return staff.roles(at: location.id).map { $0.right(to: action) }.max() ?? .no
  }

  /// Whether it is worth asking the rulebook, which judges in the end.
  package func may(_ action: Action, in session: Session? = nil) -> Bool {
    let right = right(to: action)
    guard right == .own else { return right > .no && staff != nil }
    return session.map { $0.leader == staff?.id } ?? true
  }

  package var isManager: Bool {
    staff?.roles(at: location.id).contains { $0 == .owner || $0 == .locationManager } ?? false
  }

  func leads(_ view: SessionView) -> Bool {
    staff != nil && view.session.leader == staff?.id
  }

  /// Whoever only leads: their own classes come first.
  package var isTrainer: Bool {
    guard let staff else { return false }
    let roles = staff.roles(at: location.id)
    return mode == .trainer || !roles.isEmpty && roles.allSatisfy { $0 == .instructor }
  }

  /// What keeps an action from the person here, as a reason for palette and toast.
  package func obstacle(to action: Action, in session: Session? = nil) -> String? {
    if staff == nil { return "sign in first (F2)" }
    return may(action, in: session) ? nil : "not in your role"
  }

  func window(of view: SessionView) -> CheckInWindow {
    CheckInWindow(view.session, policy(of: view))
  }

  /// From when the authority judges who is not marked.
  func judgeable(_ view: SessionView) -> Instant {
    view.session.end + policy(of: view)[.judgeAfter]
  }

  private func policy(of view: SessionView) -> Policy {
    let service = studio.services.first { $0.id == view.session.service }
    let place = studio.locations.first { $0.id == view.session.location }
    let levels = [service?.policy, place?.policy, studio.organization.policy]
    return Policy(nearestFirst: levels.compactMap { $0 })
  }

  /// When check-in opens, as people read it; nil once it has.
  func opening(of view: SessionView) -> String? {
    let opens = window(of: view).opens
    return now < opens ? Wording.time(opens, in: view.zone, self) : nil
  }

  package var hand: DeskStore.Hand {
    let channel: Channel =
      switch mode {
      case .desk: .desk
      case .kiosk: .kiosk
      case .trainer: .trainer
      }
    return DeskStore.Hand(
      actor: staff.map { .staff($0.id) } ?? .device, channel: channel, location: location.id)
  }
}

/// Which of the application's three faces.
package enum DeskMode: Sendable {
  case desk, kiosk, trainer
}

/// What the configuration says about screen and keyboard.
package struct DeskOptions: Sendable {
  /// Where the desk acts; none is the device's own location.
  package var location: ID<Location>?
  package var theme = Theme.dark
  /// None takes what the locale can print.
  package var unicode: Bool?
  package var escapeDelay = 25
  package var scan = ScanDetector.Settings()
  package var idleMinutes = 10
  /// After so many seconds a kiosk forgets what it shows, and what sends the member to the desk.
  package var kioskReset = 5
  package var kioskStaffReset = 3
  /// In which a kiosk speaks to members until they say otherwise.
  package var language = Language.english
  package var firstWeekday = Weekday.monday
  package var clock24 = true
  /// Command name to key names, as written under `[keys]`.
  package var keys: [Command: [Key]] = [:]

  package init() {}
}
