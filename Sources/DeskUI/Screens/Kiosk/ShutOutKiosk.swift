import Domain
package import Sync

/// A kiosk that was shut out and is started again. Of the studio nothing is left to open, so it stands on
/// the terminal without a store: members see that it is out of order, and only its exit PIN leads to why,
/// and out.
package struct ShutOutKiosk: TerminalProgram {
  private let screen: ShutOutScreen
  private let reason: String
  private let lock: KioskLock
  private var station: Station
  private var exit: KioskExit?

  package init(_ reason: String, _ options: DeskOptions, _ lock: KioskLock) {
    let nothing = StudioView(
      organization: Organization(), device: Device(), location: Location(), zones: [:],
      locations: [], rooms: [], staff: [], services: [])
    station = Station(
      studio: nothing, staff: nil, now: Instant(0), options: options, mode: .kiosk)
    screen = ShutOutScreen(reason, station)
    self.reason = reason
    self.lock = lock
  }

  package mutating func handle(_ event: Event) -> Reaction {
    var reaction = Reaction(typing: true, tickAt: TerminalClock.now + 250)
    switch event {
    case .resize(let width, let height): (station.width, station.height) = (width, height)
    case .key(let key): press(key, &reaction)
    case .paste(let text): tell(.paste(text), &reaction)
    case .takeBack(let count): tell(.takeBack(count), &reaction)
    case .tick: tell(.tick, &reaction)
    default: break
    }
    return reaction
  }

  private mutating func press(_ key: Key, _ reaction: inout Reaction) {
    let context = exit?.context ?? .kiosk
    switch station.keys.row(for: key, in: context, typing: true)?.action {
    case .leaveKiosk where exit == nil:
      exit = lock.hasPIN ? KioskExit(station) : KioskExit.withoutPIN(station)
    case .back: exit = nil
    case let command? where command.worksAtKiosk: tell(.command(command), &reaction)
    default: tell(.key(key), &reaction)
    }
  }

  private mutating func tell(_ event: ScreenEvent, _ reaction: inout Reaction) {
    for effect in exit?.update(event, station) ?? [] {
      switch effect {
      case .close: exit = nil
      case .ring: reaction.rings = true
      case .quit: reaction.after = .quit
      case .signIn(_, let pin): leave(by: pin, &reaction)
      default: break
      }
    }
  }

  private mutating func leave(by pin: String, _ reaction: inout Reaction) {
    do {
      try lock.check(pin: pin)
      exit = KioskExit(station, telling: reason)
    } catch let refusal as Refusal {
      tell(.signInRefused(refusal), &reaction)
    } catch {
      // Where the disk does not answer, nobody can say that it was right.
      tell(.signInRefused(Refusal(.unavailable)), &reaction)
    }
  }

  package func render(into canvas: inout Canvas) {
    guard canvas.width >= Frame.leastWidth, canvas.height >= Frame.leastHeight else {
      return Lines.tooSmall(on: &canvas, need: Frame.leastWidth, Frame.leastHeight)
    }
    screen.render(into: &canvas, station)
    exit?.render(into: &canvas, station)
  }
}
