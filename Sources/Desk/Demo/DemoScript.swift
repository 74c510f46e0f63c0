import Domain
import Sync

/// One session of the made-up month, as the generator sees it.
struct DemoSession {
  let id: ID<Session>
  let slot: DemoTimetable.Slot
  let start: Instant
  let leader: ID<Staff>

  var offer: DemoTimetable.Offer { DemoTimetable.offers[slot.offer] }
  var end: Instant { start + offer.minutes * 60 }
}

/// Who works at the made-up studio.
struct DemoCrew {
  let owner: ID<Staff>
  /// In the order of `DemoTimetable.staff`.
  let staff: [ID<Staff>]
}

/// Collects what happened, and hands it out in the order in which it did.
struct DemoScript {
  private(set) var scenes: [Rehearsed] = []

  mutating func add(
    _ intent: any Intent, by actor: Actor, at moment: Instant, channel: Channel = .desk,
    operation: ID<Operation>
  ) {
    scenes.append(
      Rehearsed(
        intent, by: DeskStore.Hand(actor: actor, channel: channel), at: moment,
        operation: operation))
  }

  /// What falls on one second keeps the order in which it was written down.
  var inOrder: [Rehearsed] {
    scenes.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
      .map(\.element)
  }
}
