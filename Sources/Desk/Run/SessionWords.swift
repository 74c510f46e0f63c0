import Domain
import Sync

/// What somebody types who has no id at hand: "Yoga 18:00", "aqua tomorrow", "2026-11-23 18:00".
struct SessionWords {
  private var time: TimeOfDay?
  private var day: Day
  /// Folded; each begins a word of the service, the room or the leader.
  private var names: [String] = []

  init(_ text: String, _ desk: Desk) {
    day = desk.today
    for word in text.split(separator: " ").map(String.init) {
      if let time = TimeOfDay(text: word) {
        self.time = time
      } else if let day = try? desk.day(word) {
        self.day = day
      } else {
        names += Folding.words(of: word)
      }
    }
  }

  /// At this location, in order of time; cancelled ones only where there are no others.
  func sessions(_ desk: Desk) throws -> [SessionView] {
    guard time != nil || !names.isEmpty else { return [] }
    let place = desk.arguments.has("all") ? nil : desk.location.id
    let found = try desk.store.schedule(from: day, days: 1, at: place).filter(fits)
    let standing = found.filter { $0.session.status != .cancelled }
    return standing.isEmpty ? found : standing
  }

  private func fits(_ view: SessionView) -> Bool {
    let start = view.zone.local(view.session.start)
    guard start.day == day, time.map({ $0 == start.timeOfDay }) ?? true else { return false }
    let words = Folding.words(
      of: [view.service, view.room ?? "", view.leader ?? ""].joined(separator: " "))
    return names.allSatisfy { name in words.contains { $0.hasPrefix(name) } }
  }
}

extension SessionView {
  /// "01a2… Vinyasa 18:00 Studio A"
  var candidate: String {
    [session.id.text, service, zone.timeOfDay(of: session.start).text, room ?? ""]
      .filter { !$0.isEmpty }.joined(separator: " ")
  }
}
