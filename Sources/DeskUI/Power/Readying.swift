import Domain
import Sync

/// What the desk does for an outage before it comes; all of it beside the screen and the storage thread,
/// for it waits for the line.
extension Application {
  private static let betweenLooks = 30_000
  /// After something was stored somewhere: it may have been an announcement.
  private static let soon = 2_000

  mutating func lookAtPower(_ now: Int) {
    guard let watch = station.powerWatch, now >= powerAt else { return }
    powerAt = now + Self.betweenLooks
    let mailbox = mailbox
    beside.run {
      do { mailbox.post(.power(try watch.look())) } catch {
        mailbox.post(.failed(Wording.failure(error)))
      }
    }
  }

  mutating func lookAtPowerSoon() {
    powerAt = min(powerAt, TerminalClock.now + Self.soon)
  }

  /// A kiosk does the same and tells nobody: its screen is the members'.
  mutating func tell(_ look: PowerWatch.Look) {
    if look.status != station.power { reaction.repaint = true }
    station.power = look.status
    guard station.mode != .kiosk else { return }
    // Of one that has begun the status line tells: it is too late to be ready for it.
    if let done = look.done, let cut = done.cut, cut.from > station.now {
      say(PowerWords.toast(done, station))
    }
    if look.isSecured {
      say(Toast("The battery is almost empty: everything is on disk, and a copy of it.", .bad))
    }
  }

  /// Somebody sees an outage coming that nobody announced.
  mutating func makeReady() {
    let cut = station.power.cut.flatMap { $0.isOn(at: station.now) ? nil : $0 }
    let (store, mailbox) = (store, mailbox)
    say(Toast("Making ready for an outage…"))
    beside.run {
      do { mailbox.post(.readied(try store.prepare(for: cut))) } catch {
        mailbox.post(.failed(Wording.failure(error)))
      }
    }
  }

  mutating func tell(_ readiness: Readiness) {
    station.power.readiness = readiness
    say(PowerWords.toast(readiness, station))
  }
}
