import Domain
import Sync

/// Commands that mean the same on every screen; the rest goes to the screen.
extension Application {
  mutating func perform(_ command: Command, by index: Int) {
    guard stack.indices.contains(index) else { return }
    guard station.mode != .kiosk || command.worksAtKiosk else { return }
    if let reason = obstacle(to: command) {
      return say(Toast("\(label(command, of: stack[index])): \(reason).", .warn))
    }
    switch command {
    case .help: put(HelpPanel(stack[index]))
    case .palette: put(PalettePanel(choices: paletteChoices()))
    case .searchMembers: show(MembersScreen(), anew: true)
    case .members: show(MembersScreen())
    case .switchStaff: put(SignInPanel(station))
    case .leaveKiosk: put(KioskExit(station))
    case .lock: lock()
    case .undo: undo()
    case .back: back()
    case .quit:
      let words = marked.last?.roster.unstored(station).map { "\($0) " } ?? ""
      put(QuestionPanel(.quit, words + "End the program?", yes: "quit"))
    case .suspend: reaction.after = .suspend
    case .redraw: refresh()
    case .schedule: show(ScheduleScreen(station))
    case .checkIn: show(CheckInScreen())
    case .decisions: show(DecisionsScreen())
    case .outbox: show(OutboxScreen())
    case .outage: put(OutageScreen())
    case .corrections: put(CorrectionsScreen())
    case .roster: openRoster()
    case .tryLine: tryLine()
    case .makeReady: makeReady()
    case .cutLine: cutLine()
    case .restoreLine: restoreLine()
    default: tell(.command(command), at: index)
    }
  }

  /// As the key line of that screen calls it.
  private func label(_ command: Command, of screen: any Screen) -> String {
    let row = station.keys.rows(in: screen.context).first { $0.action == command }
    return screen.label(of: command) ?? row?.label ?? command.rawValue
  }

  /// Why a command cannot be done here now.
  func obstacle(to command: Command) -> String? {
    let signIn = "sign in first (\(station.keys.key(of: .switchStaff)))"
    switch command {
    case .searchMembers, .members, .undo, .roster:
      if station.staff == nil { return signIn }
      return command == .undo || command == .roster ? nil : station.obstacle(to: .seeAll)
    case .lock, .decisions, .outage, .corrections: return station.staff == nil ? signIn : nil
    case .tryLine: return LineWords.obstacle(station)
    case .cutLine: return station.lineSwitch?.isCut ?? true ? "it is cut already" : nil
    case .restoreLine: return station.lineSwitch?.isCut ?? false ? nil : "it is not cut"
    default: return stack.last?.obstacle(to: command, station)
    }
  }

  /// Switches to a main screen; one that is already there is gone back to, unless asked anew.
  private mutating func show(_ screen: any Screen, anew: Bool = false) {
    dropToast()
    if let place = stack.firstIndex(where: { $0.context == screen.context }) {
      stack.removeSubrange((anew ? place : place + 1)...)
      if anew { return put(screen) }
      load(place)
      return tell(.returned)
    }
    stack = stack.filter { $0.context == .schedule }
    if stack.isEmpty && screen.context != .schedule { stack.append(ScheduleScreen(station)) }
    put(screen)
  }

  /// From the first screen the way out is `quit`, which asks.
  private mutating func back() {
    let top = stack.count - 1
    if stack.indices.contains(top), stack[top].stepBack() {
      reaction.repaint = true
      return
    }
    leave(top)
  }

  /// The session that is on or comes next here, wherever the schedule points: `open` is for that. One
  /// of yesterday may still be on.
  private mutating func openRoster() {
    guard !(stack.last is RosterScreen) else { return }
    let own = station.isTrainer
    let midnight = station.zone.start(of: station.today)
    do {
      let near = try store.schedule(
        from: station.today.adding(days: -1), days: 2, at: station.location.id)
      let mine = near.filter { view in
        view.session.status == .scheduled && (!own || station.leads(view))
          && (view.session.start >= midnight || view.session.end > station.now)
      }
      let hand =
        own
        ? ScheduleScreen.atHand(mine, at: station.now) : ScheduleScreen.next(mine, at: station.now)
      guard let next = hand ?? mine.last else {
        return say(Toast("No session here today.", .warn))
      }
      while stack.last?.isPanel ?? false { stack.removeLast() }
      put(RosterScreen(next.session.id))
    } catch { say(Toast(Wording.failure(error), .bad)) }
  }

  // MARK: The line

  /// What comes of it is told as soon as it is known.
  private mutating func tryLine() {
    triesBefore = (try? store.lineStatus())?.tries ?? station.line.tries
    store.hurryLine()
    lineAt = 0
    say(Toast("Trying the line…", .plain))
  }

  mutating func tellTry(_ line: LineStatus) {
    guard let before = triesBefore, line.tries > before else { return }
    triesBefore = nil
    say(LineWords.result(line))
  }

  private mutating func cutLine() {
    station.lineSwitch?.cut()
    lineAt = 0
    say(Toast("The line is cut. Work on: what you store waits here and is provisional.", .warn))
  }

  private mutating func restoreLine() {
    station.lineSwitch?.restore()
    store.hurryLine()
    lineAt = 0
    say(Toast("The line is back. What was queued goes out now.", .good))
  }

  // MARK: Palette

  /// Every command of every screen: those of the screen on top first, the others by their screen.
  private func paletteChoices() -> [PaletteChoice] {
    guard let top = stack.last else { return [] }
    var choices: [PaletteChoice] = []
    var seen: Set<Command> = []
    for row in station.keys.rows(in: top.context) where seen.insert(row.action).inserted {
      choices.append(
        PaletteChoice(row, as: top.label(of: row.action), obstacle: obstacle(to: row.action)))
    }
    let screens: [(Context, Command)] = [
      (.schedule, .schedule), (.roster, .roster), (.checkIn, .checkIn), (.members, .members),
      (.decisions, .decisions), (.outbox, .outbox),
      (.outage, .outage), (.corrections, .corrections),
    ]
    for (context, opener) in screens where context != top.context {
      for row in station.keys.rows(in: context) where !row.contexts.isEmpty {
        guard !PaletteChoice.moving.contains(row.action), seen.insert(row.action).inserted else {
          continue
        }
        choices.append(
          PaletteChoice(row, obstacle: obstacle(to: opener), screen: (context, opener)))
      }
    }
    for row in station.keys.rows(in: .profile)
    where MembersScreen.ofOne[row.action] != nil && seen.insert(row.action).inserted {
      // They are found first, unless the search is open already.
      let isFinding = top.context == .members
      choices.append(
        PaletteChoice(
          row,
          obstacle: obstacle(to: .members) ?? MembersScreen().obstacle(to: row.action, station),
          screen: isFinding ? nil : (.profile, .searchMembers)))
    }
    return choices.filter { !PaletteChoice.moving.contains($0.command) }
  }
}
