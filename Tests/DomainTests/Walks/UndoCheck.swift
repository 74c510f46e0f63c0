import Domain
import Support

/// An act taken back at once: every row must be as it was before the act.
struct UndoCheck {
  /// Nil where a rule said that it cannot be taken back.
  let decision: Decision?
  private let refusal: RefusalCode?
  private let world: World
  private let act: ID<Act>

  init(_ world: World, _ act: ID<Act>, as actor: Actor) {
    var world = world
    self.act = act
    do {
      decision = try world.run(Undo(act: act), as: actor)
      refusal = nil
    } catch {
      decision = nil
      refusal = error.code
    }
    self.world = world
  }

  /// What the act or its undo left otherwise than it was before, told as words.
  func differences(from before: World, after done: Decision) -> [String] {
    guard let decision else {
      // A hold and a no-show are not brought back, nor is anything in a session that is over, off, or
      // shrank with the cancellation, or beside a booking that was let in against this one.
      let told: Set<RefusalCode> = [
        .stale, .sessionOver, .sessionCancelled, .classFull, .timeConflict,
      ]
      return refusal.map { told.contains($0) ? [] : ["not taken back: \($0.rawValue)"] } ?? []
    }
    return (done.changes + decision.changes).compactMap { change in
      guard let old = before.row(change.table, change.key),
        let now = world.row(change.table, change.key)
      else { return nil }
      return Self.same(old, now) ? nil : "\(world[act]?.kind ?? "") taken back: \(old) is \(now)"
    }
  }

  private static func same<R: Record>(_ old: R, _ now: any Record) -> Bool {
    // Numbers once given are never given again.
    if old is NumberBlock { return true }
    // Each freed place lowers the capacity to its target for good.
    if let session = old as? Session, session.target != nil { return true }
    guard var booking = old as? Booking, booking.state == .offered else { return now as? R == old }
    // An offer is never made twice: it waits where it waited.
    booking.state = .waitlisted
    booking.expiresAt = nil
    return now as? Booking == booking
  }
}
