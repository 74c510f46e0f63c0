package import Domain
import Synchronization

/// What a screen tells of the power.
package struct PowerStatus: Sendable, Equatable {
  /// The outage that is on or comes next.
  package var cut: PowerCut?
  package var battery: Battery?
  /// What was done for that outage; nil while there was no need.
  package var readiness: Readiness?

  package init(cut: PowerCut? = nil, battery: Battery? = nil, readiness: Readiness? = nil) {
    self.cut = cut
    self.battery = battery
    self.readiness = readiness
  }
}

/// Looks at timetable and battery, and readies the desk for what comes. Its work takes time, so it is
/// asked on a thread beside the screen, by one asker at a time.
package final class PowerWatch: Sendable {
  private struct State {
    var plan = PowerPlan()
    var readiness: Readiness?
    var battery: Battery?
    var batteryAt: Int64?
  }

  private let store: DeskStore
  private let location: Location
  private let supplies: String
  private let local: @Sendable () -> [OutageWindow]
  private let state = Mutex(State())

  /// Milliseconds between two looks at the battery.
  private static let betweenLooks: Int64 = 30_000

  /// `local` are the outages that this machine's own files announce; `supplies` is the folder of the
  /// kernel's batteries, empty for none.
  package init(
    _ store: DeskStore, at location: Location, supplies: String,
    local: @escaping @Sendable () -> [OutageWindow]
  ) {
    self.store = store
    self.location = location
    self.supplies = supplies
    self.local = local
  }

  /// The outage that is on or comes next, of all that is announced here.
  package func next() -> PowerCut? {
    let studio = store.studio
    return (studio.outages(at: location.id) + local())
      .next(at: store.clock.now, in: studio.zone(of: location))
  }

  package struct Look: Sendable {
    package var status: PowerStatus
    /// What was done just now; nil where nothing was due.
    package var done: Readiness?
    /// True where the battery has come to its end, and everything was brought into safety.
    package var isSecured = false
  }

  /// Does what is due. Throws a `StoreError` where the disk does.
  package func look() throws -> Look {
    let cut = next()
    let battery = battery()
    var look = Look(status: PowerStatus(cut: cut, battery: battery))
    if state.withLock({ $0.plan.isLow(battery) }) {
      try store.secure()
      look.isSecured = true
    }
    if let cut, state.withLock({ $0.plan.isDue(cut, at: store.clock.now) }) {
      let done = try store.prepare(for: cut)
      state.withLock {
        $0.plan.prepared(for: cut, at: store.clock.now, ready: done.isReady)
        $0.readiness = done
      }
      look.done = done
    }
    look.status.readiness = state.withLock(\.readiness).flatMap {
      $0.cut?.from == cut?.from ? $0 : nil
    }
    return look
  }

  private func battery() -> Battery? {
    guard !supplies.isEmpty else { return nil }
    let now = MachineClock.sinceBoot
    let kept = state.withLock { state -> Battery?? in
      guard let at = state.batteryAt, now - at < Self.betweenLooks else { return nil }
      return .some(state.battery)
    }
    if let kept { return kept }
    let read = Battery.read(in: supplies)
    state.withLock { ($0.battery, $0.batteryAt) = (read, now) }
    return read
  }
}
