import Domain
package import Sync

/// The whole desk as one value: a stack of screens, who sits here, and what is being done.
package struct Application: TerminalProgram {
  let store: DeskStore
  let mailbox: Mailbox<Message>
  let worker: Worker
  /// For what waits for the line, and must hold up no act.
  let beside: Worker
  let isInline: Bool
  var station: Station
  var stack: [any Screen] = []
  var toast: (shown: Toast, until: Int)?
  /// Signed in by the command line and not yet verified: keys are kept until then.
  var kept: [Key]?
  /// Whoever sat here before the lock: finds the screens as they were.
  var lockedFrom: ID<Staff>?
  /// The act that a question is about.
  var undoing: Act?
  /// What was done last, where no undo reaches it: `u` must not quietly take back what was before.
  var irrevocable: Irrevocable?
  /// A kiosk answers one code at a time: a burst of them gets one answer.
  var isLookingUp = false
  var reaction = Reaction()
  var unstored = UnstoredMarks()
  /// Why the studio's authority lets this device do nothing any more; nil while it does.
  private(set) var shutOut: StoreError?
  /// Sessions of whose unmarked people somebody has been reminded.
  var reminded: Set<ID<Session>> = []
  private var token: UInt64 = 0
  /// When the line is looked at next.
  var lineAt = 0
  /// When the power is.
  var powerAt = 0
  /// How many tries were over when a person asked for one; nil while nobody waits for it.
  var triesBefore: Int?
  private var touchedAt = TerminalClock.now
  /// The minute that was last shown; nil until the first tick, which comes after the first paint.
  private var minute: Instant?

  /// `inline` does everything before `handle` returns, for tests and rendered screens.
  package init(
    store: DeskStore, options: DeskOptions, mode: DeskMode = .desk,
    entry: DeskApplication.Entry = .nobody, welcome: [String] = [],
    lineSwitch: LineSwitch? = nil, powerWatch: PowerWatch? = nil, inline: Bool = false
  ) {
    self.store = store
    mailbox = inline ? Mailbox(ring: {}) : Mailbox()
    worker = Worker(inline: inline)
    beside = Worker(inline: inline)
    isInline = inline
    station = Station(
      studio: store.studio, staff: nil, now: store.clock.now, options: options, mode: mode,
      lineSwitch: lineSwitch, powerWatch: powerWatch)
    station.line = store.lineAtStart
    token = (try? store.changeToken()) ?? 0
    start(entry, welcome)
  }

  /// The screens to begin with, for the mode and for who is there.
  private mutating func start(_ entry: DeskApplication.Entry, _ welcome: [String]) {
    if mode == .kiosk {
      return put(KioskScreen(isOutOfOrder: store.isOutOfOrder, station.options.language))
    }
    if case .known(let id) = entry {
      station.staff = station.studio.staff.first { $0.id == id }
    }
    put(ScheduleScreen(station))
    switch entry {
    case .nobody: put(SignInPanel(station))
    case .claimed(let id, let pin):
      kept = []
      signIn(id, pin)
    case .known: break
    }
    if !welcome.isEmpty { put(WelcomePanel(welcome)) }
  }

  private var mode: DeskMode { station.mode }

  /// Puts one screen in the place of all.
  mutating func begin(with screen: any Screen) {
    stack = []
    put(screen)
  }

  // MARK: Events

  package mutating func handle(_ event: Event) -> Reaction {
    reaction = Reaction()
    station.now = store.clock.now
    let marked = marked
    switch event {
    case .tick(let now): tick(now)
    case .resize(let width, let height): (station.width, station.height) = (width, height)
    case .resumed: touch()
    case .hangup, .terminate: break
    case .wake: receive()
    default:
      touch()
      answer(event)
    }
    if isInline { receive() }
    keepMarks(of: marked)
    reaction.typing = stack.last?.isTyping ?? false
    reaction.tickAt = TerminalClock.now + 250
    return reaction
  }

  private mutating func answer(_ event: Event) {
    switch event {
    case .key(let key):
      if kept != nil { kept?.append(key) } else { press(key) }
    case .paste(let text): tell(.paste(text))
    case .takeBack(let count): tell(.takeBack(count))
    // Staff are typing a PIN at a kiosk: what follows it must not reach the members' screen.
    case .scan where (stack.last as? KioskExit)?.holdsScans ?? false: tell(.scanHeld)
    case .scan(let text): perform([.present(Presentation(text))], by: stack.count - 1)
    // What a kiosk has just answered stands there still.
    case .scanRepeated where mode == .kiosk, .unclear where mode == .kiosk: break
    case .scanRepeated: say(Toast("Already scanned a moment ago.", .warn))
    case .unclear:
      say(Toast("Scanned or typed? Nothing was done: scan again, or press Enter again.", .warn))
    default: break
    }
  }

  mutating func press(_ key: Key) {
    guard let top = stack.last else { return }
    guard let row = station.keys.row(for: key, in: top.context, typing: top.isTyping) else {
      return tell(.key(key))
    }
    perform([.perform(row.action)], by: stack.count - 1)
  }

  /// Tells the screen on top.
  mutating func tell(_ event: ScreenEvent) { tell(event, at: stack.count - 1) }

  mutating func tell(_ event: ScreenEvent, at index: Int) {
    guard stack.indices.contains(index) else { return }
    perform(stack[index].update(event, station), by: index)
  }

  private mutating func touch() { touchedAt = TerminalClock.now }

  // MARK: Time

  /// Looks for what other processes did, moves the clock, forgets old toasts, locks.
  private mutating func tick(_ now: Int) {
    reaction.repaint = false
    if let until = toast?.until, now >= until {
      toast = nil
      reaction.repaint = true
    }
    if let fresh = try? store.changeToken(), fresh != token {
      token = fresh
      refresh()
      // Another program may have stored it.
      store.stirLine()
      lookAtPowerSoon()
    }
    lookAtLine(now)
    lookAtPower(now)
    let minute = Instant(station.now.seconds / 60)
    if minute != self.minute {
      if self.minute == nil { lookForDamage() }
      self.minute = minute
      reaction.repaint = true
      runJobs()
      remindOfUnmarked()
      if !isInline { store.copyIfDue() }
    }
    let idle = station.options.idleMinutes
    if idle > 0, station.staff != nil, station.mode != .kiosk, now - touchedAt > idle * 60_000 {
      lock()
    }
    tell(.tick)
  }

  /// The status line tells connection, queue and age; once a second is soon enough.
  private mutating func lookAtLine(_ now: Int) {
    guard now >= lineAt else { return }
    lineAt = now + (triesBefore == nil ? 1_000 : 0)
    do {
      let fresh = try store.lineStatus()
      tellTry(fresh)
      guard fresh != station.line else { return }
      station.line = fresh
    } catch let error as StoreError where error.code == .shutOut {
      guard shutOut == nil else { return }
      shutOut = error
      // Nothing of what was seen here stays.
      (station.staff, lockedFrom, undoing, toast) = (nil, nil, nil, nil)
      begin(with: ShutOutScreen(error.message, station))
    } catch {
      return
    }
    reaction.repaint = true
  }

  /// What an act has queued or settled is told with it.
  mutating func recount() {
    guard let fresh = try? store.lineStatus() else { return }
    (station.line.queued, station.line.decisions) = (fresh.queued, fresh.decisions)
  }

  /// Fills anew what can be seen.
  mutating func refresh() {
    station.studio = store.studio
    let visible = stack.lastIndex { !$0.isPanel } ?? 0
    for index in stack.indices where index >= visible { load(index) }
    reaction.repaint = true
  }

  // MARK: The stack

  mutating func put(_ screen: any Screen) {
    // A panel's keys stand where it was said.
    if screen.isPanel { dropToast() }
    if var roster = screen as? RosterScreen {
      unstored.giveBack(to: &roster)
      stack.append(roster)
    } else {
      stack.append(screen)
    }
    load(stack.count - 1)
  }

  mutating func load(_ index: Int) {
    guard stack.indices.contains(index) else { return }
    do {
      try stack[index].load(from: store, station)
    } catch let refusal as Refusal {
      say(Toast(Wording.sentence(refusal, station), .bad))
    } catch {
      say(Toast(Wording.failure(error), .bad))
    }
    reaction.repaint = true
  }

  /// Leaves a screen and all that stands on it; the last one stays.
  mutating func leave(_ index: Int) {
    guard index > 0, index < stack.count else { return }
    let wasCovered = stack[index...].contains { $0.context.isScreen }
    stack.removeSubrange(index...)
    load(stack.count - 1)
    if wasCovered { tell(.returned) }
  }

  /// Goes on to somebody else: what was said of the last one is said; what went wrong stays.
  mutating func dropToast() {
    if toast?.shown.tone != .bad { toast = nil }
  }

  /// Members at a kiosk are told by its screen alone.
  mutating func say(_ toast: Toast, seconds: Int? = nil) {
    guard mode != .kiosk || stack.count > 1 else { return }
    let seconds = seconds ?? (toast.tone == .bad ? 8 : 5)
    self.toast = (toast, TerminalClock.now + seconds * 1_000)
    reaction.repaint = true
  }
}
