import Domain
import Sync

/// What a session must be to be shown; nothing set shows everything.
package struct ScheduleFilter: Sendable, Equatable {
  package var type = ""
  package var leader = ""
  package var room = ""
  package var location = ""
  package var freeOnly = false
  package var text = ""

  package init() {}

  var isEmpty: Bool { self == ScheduleFilter() }

  func admits(_ view: SessionView) -> Bool {
    (type.isEmpty || view.type == type) && (leader.isEmpty || view.leader == leader)
      && (room.isEmpty || view.room == room) && (location.isEmpty || view.location == location)
      && (!freeOnly || (view.free > 0 && view.session.status == .scheduled))
      && (text.isEmpty || mentions(text.lowercased(), view))
  }

  private func mentions(_ text: String, _ view: SessionView) -> Bool {
    [view.service, view.type, view.leader ?? "", view.room ?? "", view.location].contains {
      $0.lowercased().contains(text)
    }
  }

  /// In words, for the head of the schedule: "yoga, free places".
  var summary: String {
    [type, leader, room, location, freeOnly ? "free places" : "", text.isEmpty ? "" : "“\(text)”"]
      .filter { !$0.isEmpty }.joined(separator: ", ")
  }
}
