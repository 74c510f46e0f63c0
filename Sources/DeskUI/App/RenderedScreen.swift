package import Domain
package import Sync

/// A screen as lines of plain characters, drawn as the application would: for printers, bug
/// reports and tests.
package enum RenderedScreen {
  package enum Name: String, CaseIterable, Sendable {
    case schedule, roster, checkin, members, member, outbox, decisions, kiosk
  }

  package struct Options: Sendable {
    package var width = 80
    package var height = 24
    package var date: Day?
    package var view = ScheduleScreen.View.day
    package var allLocations = false
    package var session: ID<Session>?
    /// A member's number, or what is searched for.
    package var query: String?
    package var ascii = false
    package var desk = DeskOptions()
    /// The outage that the status line counts down to.
    package var cut: PowerCut?

    package init() {}
  }

  /// Exactly `height` lines of at most `width` cells, without controls. Throws NOT_FOUND for a
  /// session or member that is not there.
  package static func lines(
    _ name: Name, of store: DeskStore, signedIn staff: ID<Staff>?, _ options: Options
  ) throws -> [String] {
    var application = Application(
      store: store, options: options.desk, mode: name == .kiosk ? .kiosk : .desk,
      entry: staff.map { .known($0) } ?? .nobody, inline: true)
    application.station.line = try store.lineStatus(askingFor: patience)
    application.station.power = PowerStatus(cut: options.cut)
    _ = application.handle(.resize(width: options.width, height: options.height))
    if name != .kiosk {
      application.begin(with: try screen(name, options, application.station, store))
    }
    var canvas = Canvas(
      width: options.width, height: options.height, glyphs: options.ascii ? .ascii : .unicode)
    application.render(into: &canvas)
    return canvas.grid.lines
  }

  /// Milliseconds for a line that neither answers nor refuses.
  private static let patience: Int64 = 1_000

  private static func screen(
    _ name: Name, _ options: Options, _ station: Station, _ store: DeskStore
  ) throws -> any Screen {
    switch name {
    case .schedule:
      var schedule = ScheduleScreen(station, view: options.view, day: options.date)
      schedule.everywhere = options.allLocations
      return schedule
    case .roster:
      guard let id = options.session, try store.session(id) != nil else {
        throw Refusal(.notFound, ["what": .word("session")])
      }
      return RosterScreen(id)
    case .checkin: return CheckInScreen()
    case .members: return MembersScreen(query: options.query ?? "")
    case .member:
      guard let member = try options.query.flatMap({ try store.member(named: $0) }) else {
        throw Refusal(.notFound, ["what": .word("member")])
      }
      return ProfileScreen(member.id)
    case .outbox: return OutboxScreen()
    case .decisions: return DecisionsScreen()
    case .kiosk: return KioskScreen(isOutOfOrder: store.isOutOfOrder, station.options.language)
    }
  }
}
