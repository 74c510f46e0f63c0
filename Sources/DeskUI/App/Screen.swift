package import Domain
package import Sync

/// One screen or panel as a value: told events, it changes itself and says what shall be done;
/// it reads in `load` only, and draws what it holds.
package protocol Screen: Sendable {
  var context: Context { get }
  /// What stands in the status line and in the palette: "Roster".
  var title: String { get }
  /// True for a panel that is drawn over the screen below it.
  var isPanel: Bool { get }
  /// True while a field has the focus, so that printable keys edit.
  var isTyping: Bool { get }
  /// True for a screen that shows what became of a scan by itself.
  var showsScans: Bool { get }
  /// Rows that it wants from the frame's key line, for a picture that needs them.
  var wantsAllRows: Bool { get }

  /// True while there is no row, the next of which might allow more: then it tells only of the keys
  /// that work.
  var isEmpty: Bool { get }

  /// Fills the model from the store by its own parameters; called when it comes on top, when it
  /// asks by `.reload`, and when anything on disk has changed.
  mutating func load(from store: DeskStore, _ station: Station) throws
  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect]
  func render(into canvas: inout Canvas, _ station: Station)

  /// Leaves a field that was opened within it; false where nothing was, so that the screen itself
  /// is left.
  mutating func stepBack() -> Bool

  /// The check-in that waits for an answer here.
  var openQuestion: ScanReport? { get }

  /// Why a command of its context cannot be done now, in a few words; nil where it can.
  func obstacle(to command: Command, _ station: Station) -> String?

  /// What a key does here now where that is not what the table calls it: "check in".
  func label(of command: Command) -> String?
}

/// A row of the table of keys as the screen on top means it now: key line, palette and the panels
/// themselves tell the same.
package struct KeyHint: Sendable {
  package var command: Command
  package var key: String
  package var label: String
}

extension Screen {
  /// The keys that are heard here, those with an obstacle too; letters only where nothing is typed.
  func hints(_ station: Station) -> [KeyHint] {
    station.keys.rows(in: context).compactMap { row in
      row.heard(typing: isTyping).first.map {
        KeyHint(
          command: row.action, key: $0.name, label: label(of: row.action) ?? row.label)
      }
    }
  }

  /// Within a panel, what it may be left by besides Enter.
  func drawWays(on canvas: inout Canvas, _ y: Int, _ station: Station) {
    let ways = hints(station).filter {
      $0.command != .choose && obstacle(to: $0.command, station) == nil
    }
    canvas.put(
      0, y, pieces: ways.flatMap { [($0.key, .keyHint), (" \($0.label)   ", .text)] })
  }
}

extension Screen {
  package var isPanel: Bool { false }
  package var isTyping: Bool { false }
  package var showsScans: Bool { false }
  package var wantsAllRows: Bool { false }
  package var isEmpty: Bool { false }
  package mutating func load(from store: DeskStore, _ station: Station) throws {}
  package mutating func stepBack() -> Bool { false }
  package var openQuestion: ScanReport? { nil }
  package func obstacle(to command: Command, _ station: Station) -> String? { nil }
  package func label(of command: Command) -> String? { nil }
}

/// What a screen is told.
package enum ScreenEvent: Sendable {
  /// A key that the table of keys binds here.
  case command(Command)
  /// Any other key.
  case key(Key)
  case paste(String)
  case takeBack(Int)
  /// A panel that this screen had opened closed with an answer.
  case answered(Answer)
  /// One of this program's submissions came to an end.
  case settled(Submission, Settlement)
  case scanned(ScanReport)
  /// Whom the yes is for that this act was answered with.
  case greeted(ID<Operation>, Greeting)
  /// What was presented is on its way to the disk.
  case presented
  /// A card was shown where nobody can be checked in just now.
  case scanHeld
  /// A kiosk's: it broke down, or staff have set it going again.
  case outOfOrder(Bool)
  case signInRefused(Refusal)
  /// Another screen had taken its place.
  case returned
  /// About four times a second.
  case tick
}

/// What a panel hands to the screen below it; `topic` is the screen's own word for its question.
package enum Answer: Sendable {
  case text(topic: Command, String)
  case yes(topic: Command)
  case member(topic: Command, MemberHit)
  case session(topic: Command, SessionView)
  case filter(ScheduleFilter)
  case booking(topic: Command, ID<Booking>)
  /// Of a decision; what it needs besides is asked next.
  case chosen(ResolveDecision)
}
