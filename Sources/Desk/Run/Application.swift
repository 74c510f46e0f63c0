import Config
import DeskUI
import Domain
import Glibc
import Languages
import Sync

/// Opens the application: the desk, the kiosk or the trainer's.
enum Application {
  static let screens = [
    "schedule", "roster", "checkin", "members", "member", "outbox", "decisions", "today", "kiosk",
  ]

  static func run(_ call: Call) throws -> Answer {
    let config = try call.config()
    var options = try ScreenOptions.made(of: config, call.configPath)
    let lineSwitch = LineSwitch()
    let store: DeskStore
    do { store = try Desk.openStore(call, config, through: lineSwitch) } catch let error
      as StoreError
      where error.code == .shutOut
    {
      try stayShutOut(call, KioskLock(of: call.directory(config)), error, options)
      throw error
    }
    return try Desk.closing(store) {
      let mode = try mode(of: call, on: store.studio.device)
      try secureExit(of: store, call)
      options.location = try Desk.place(call.place(config), in: store.studio).location.id
      try Desk.settle(store)
      let trains = store.studio.organization.training && !store.isStandAlone
      let watch = try LocalTimetable.watch(store, call, config)
      return try show(
        store, options, entry(call, store, mode), mode, lineSwitch: trains ? lineSwitch : nil, watch
      )
    }
  }

  /// Opens on a store that is open already, with somebody signed in and lines on how to begin.
  static func open(
    _ store: DeskStore, _ call: Call, as staff: ID<Staff>?, guide: [String],
    lineSwitch: LineSwitch
  ) throws -> Answer {
    let config = try call.config()
    let options = try ScreenOptions.made(of: config, call.configPath)
    return try Desk.closing(store) {
      try show(
        store, options, staff.map { .known($0) } ?? .nobody, .desk, guide, lineSwitch: lineSwitch,
        LocalTimetable.watch(store, call, config))
    }
  }

  /// Members stand before a kiosk, which one with an exit PIN is by whatever word it is opened: it says
  /// that it is out of order, and stays locked. Whoever ended it is told why; of any other device at once.
  private static func stayShutOut(
    _ call: Call, _ lock: KioskLock, _ reason: StoreError, _ options: DeskOptions
  ) throws {
    guard lock.hasPIN || call.arguments.command != nil else { return }
    if let pin = try newExit(call, isSet: lock.hasPIN) { try lock.set(pin: pin) }
    _ = try shown { () throws(TerminalFailure) in
      try DeskApplication.run(locked: lock, reason.message, options: options)
      return nil
    }
  }

  /// A device that is enrolled as a kiosk is one by whatever word it is opened.
  private static func mode(of call: Call, on device: Device) throws -> DeskMode {
    let trains = call.arguments.has("trainer")
    if device.role == .kiosk, trains {
      throw UsageError("this device is a kiosk: open it with desk kiosk, and classes at a desk")
    }
    if call.arguments.command != nil || device.role == .kiosk { return .kiosk }
    return trains ? .trainer : .desk
  }

  /// A kiosk that nobody could leave does not open: its joining ended before the PIN was set.
  private static func secureExit(of store: DeskStore, _ call: Call) throws {
    let isSet = store.isStandAlone || store.studio.device.role != .kiosk ? true : try store.hasExit
    let given = try newExit(call, isSet: isSet)
    guard !isSet else { return }
    guard let given else {
      throw UsageError(
        "this kiosk has no exit PIN yet: desk kiosk --exit-pin PIN sets one, and opens it")
    }
    try store.setExit(pin: given)
  }

  /// The PIN to set; a usage error where there is one already.
  private static func newExit(_ call: Call, isSet: Bool) throws -> String? {
    let given = try LineCommands.exitPIN(call)
    guard given == nil || !isSet else {
      throw UsageError("--exit-pin is for a kiosk that has none yet: leave it out")
    }
    return given
  }

  /// A PIN is checked while the first screen is painted; a kiosk belongs to nobody.
  private static func entry(
    _ call: Call, _ store: DeskStore, _ mode: DeskMode
  ) throws -> DeskApplication.Entry {
    guard mode != .kiosk, let name = try call.staffName(on: store.studio.device) else {
      return .nobody
    }
    let staff = try store.studio.staff.named(name, "staff", \.name)
    return .claimed(staff.id, pin: try call.pin())
  }

  private static func show(
    _ store: DeskStore, _ options: DeskOptions, _ entry: DeskApplication.Entry, _ mode: DeskMode,
    _ welcome: [String] = [], lineSwitch: LineSwitch?, _ powerWatch: PowerWatch
  ) throws -> Answer {
    try shown { () throws(TerminalFailure) in
      try DeskApplication.run(
        store: store, options: options, entry: entry, mode: mode, welcome: welcome,
        lineSwitch: lineSwitch, powerWatch: powerWatch)
    }
  }

  /// Throws also why the device was shut out meanwhile.
  private static func shown(_ run: () throws(TerminalFailure) -> StoreError?) throws -> Answer {
    let reason: StoreError?
    do { reason = try run() } catch {
      throw UsageError("\(error) Commands need no terminal: desk help")
    }
    if let reason { throw reason }
    return Answer(text: "")
  }

  // MARK: On paper

  static func render(_ desk: Desk) throws -> Answer {
    let name = desk.arguments.operand(0)
    guard let screen = RenderedScreen.Name(rawValue: name) else {
      throw UsageError("desk render \(name) comes with a later version of this program")
    }
    var options = RenderedScreen.Options()
    options.desk = try ScreenOptions.made(of: desk.config, desk.call.configPath)
    (options.width, options.height) = try size(desk.arguments["size"] ?? "80x24")
    options.date = try desk.day(option: "date")
    options.view = desk.arguments["view"].flatMap { .init(rawValue: $0) } ?? options.view
    options.allLocations = desk.arguments.has("all")
    options.desk.location = desk.location.id
    options.cut = try LocalTimetable.watch(desk.store, desk.call, desk.config).next()
    options.ascii = desk.arguments.has("ascii")
    options.query = desk.arguments["query"]
    if let theme = desk.arguments["theme"] { options.desk.theme = try ScreenOptions.theme(theme) }
    if desk.arguments.has("mono") { options.desk.theme = .mono }
    if let text = desk.arguments["session"] { options.session = try desk.session(text).session.id }
    try admit(screen, options.session, desk)
    let lines = try RenderedScreen.lines(
      screen, of: desk.store, signedIn: desk.staff?.id, options)
    return Answer(text: lines.joined(separator: "\n"))
  }

  /// What shows people asks for the right to see them; the schedule is open to the device itself.
  private static func admit(
    _ screen: RenderedScreen.Name, _ session: ID<Session>?, _ desk: Desk
  ) throws {
    switch screen {
    case .schedule: return
    case .roster:
      guard let session else { throw UsageError("desk render roster needs --session S") }
      try desk.demandSight(of: try desk.session(session).session)
    case .members, .member:
      guard desk.right(to: .seeAll) == .yes else { throw desk.denied(Action.seeAll.rawValue) }
    case .checkin, .outbox, .decisions, .kiosk:
      guard desk.staff != nil else { throw desk.denied("signIn") }
    }
  }

  private static func size(_ text: String) throws -> (Int, Int) {
    let parts = text.split(separator: "x").map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1],
      1...1_000 ~= width, 1...1_000 ~= height
    else { throw UsageError("--size takes columns x lines, such as 80x24") }
    return (width, height)
  }
}

/// What the configuration says about screen and keyboard, in the screens' own words.
private enum ScreenOptions {
  /// Throws `UsageError` for a key or an action that does not exist, with file and line.
  static func made(of config: Config, _ path: String?) throws -> DeskOptions {
    var options = DeskOptions()
    options.theme = try theme(config.display.theme.rawValue)
    switch config.display.glyphs {
    case .auto: break
    case .unicode: options.unicode = true
    case .ascii: options.unicode = false
    }
    switch config.display.color {
    case .auto: break
    case .always: unsetenv("NO_COLOR")
    case .never: setenv("NO_COLOR", "1", 1)
    }
    options.escapeDelay = config.input.escapeDelayMilliseconds
    options.scan.minimum = config.input.scanMinimumLength
    options.scan.gap = config.input.scanGapMilliseconds
    options.scan.repeated = config.input.scanRepeatMilliseconds
    options.idleMinutes = config.lock.idleMinutes
    options.kioskReset = config.kiosk.resultSeconds
    options.kioskStaffReset = config.kiosk.staffNeededSeconds
    options.language = Language(tag: config.kiosk.language.rawValue) ?? .english
    options.firstWeekday = config.display.firstDayOfWeek == .sunday ? .sunday : .monday
    options.clock24 = config.display.clock == .hours24
    options.keys = try keys(config.keys, path ?? "")
    return options
  }

  static func theme(_ word: String) throws -> Theme {
    switch word {
    case "high-contrast": return .highContrast
    default:
      guard let theme = Theme(rawValue: word) else {
        throw UsageError("there is no theme \(quoted(word))")
      }
      return theme
    }
  }

  private static func keys(
    _ rows: [Config.Remapping], _ path: String
  ) throws -> [DeskUI.Command: [Key]] {
    var keys: [DeskUI.Command: [Key]] = [:]
    for row in rows {
      let place = "\(path):\(row.line): keys.\(row.action):"
      guard let command = command(row.action) else {
        let names = DeskUI.Command.allCases.map { snake($0.rawValue) }
        throw UsageError(
          "\(place) is no action\(Nearest.hint(row.action, among: names)); F1 lists them")
      }
      guard let key = Key(name: row.key) else {
        throw UsageError("\(place) expected a key such as F5, Ctrl+R or w")
      }
      keys[command] = [key]
    }
    if let clash = Keymap.standard(remapped: keys).table.clashes().first {
      let names = clash.actions.map { snake($0.rawValue) }.joined(separator: " and ")
      throw UsageError("\(path): the key \(clash.key.name) is given to \(names); choose another")
    }
    return keys
  }

  private static func command(_ name: String) -> DeskUI.Command? {
    DeskUI.Command.allCases.first { snake($0.rawValue) == name || $0.rawValue == name }
  }

  /// `checkIn` is written `check_in` in a configuration, as all its keys are.
  private static func snake(_ name: String) -> String {
    name.map { $0.isUppercase ? "_\($0.lowercased())" : String($0) }.joined()
  }
}
