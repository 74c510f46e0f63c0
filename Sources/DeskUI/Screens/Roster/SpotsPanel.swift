import Domain
import Sync

/// Adds places to a booking or gives some back, and shows first what that takes or returns.
struct SpotsPanel: Screen {
  let context = Context.spots
  let title = "Places"
  let isPanel = true
  private var view: BookingView
  private var session: SessionView
  /// Above 0 places are added, below some go back; one stays, since the last one is cancelled.
  private var change: Int
  private var preview = Preview.none

  private enum Preview {
    case none
    case takes(Credits)
    case returns(Credits)
    case refused(Refusal, ways: Set<Command>)
  }

  init(_ view: BookingView, in session: SessionView, change: Int) {
    self.view = view
    self.session = session
    self.change = max(change, 1 - view.booking.spots)
  }

  private var intent: any Intent {
    if change > 0 {
      var intent = AddSpots(booking: view.booking.id)
      intent.spots = change
      return intent
    }
    var intent = Cancel(booking: view.booking.id)
    intent.spots = -change
    return intent
  }

  mutating func load(from store: DeskStore, _ station: Station) throws {
    if let fresh = try store.booking(view.booking.id) {
      view = fresh
      session = fresh.session ?? session
      change = max(change, 1 - view.booking.spots)
    }
    guard change != 0 else {
      preview = .none
      return
    }
    do {
      let decision = try store.preview(intent, by: station.hand)
      if change < 0 {
        preview = .returns(decision.returned ?? .zero)
      } else {
        for case .put(let row as Booking) in decision.changes {
          preview = .takes(row.creditsUsed - view.booking.creditsUsed)
        }
      }
    } catch let refusal as Refusal {
      let ways = Submission(intent).ways(past: refusal, by: station.hand, in: store)
      preview = .refused(refusal, ways: ways)
    }
  }

  func label(of command: Command) -> String? {
    guard command == .choose, case .refused(_, let ways) = preview, !ways.isEmpty else {
      return nil
    }
    return "ways past it"
  }

  func obstacle(to command: Command, _ station: Station) -> String? {
    guard command == .choose, case .refused(let refusal, let ways) = preview, ways.isEmpty else {
      return nil
    }
    return Wording.code(refusal.code)
  }

  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(.more): change += 1
    case .command(.fewer): change = max(change - 1, 1 - view.booking.spots)
    case .command(.choose):
      return change == 0 ? [.close] : [.close, .submit(submission)]
    default: return []
    }
    return [.reload]
  }

  private var submission: Submission {
    let name = view.member.name
    let count = view.booking.spots + change
    var done = "\(name) has \(count.counted("place"))"
    if case .returns(let credits) = preview, credits > .zero {
      done += ", \(Wording.amount(credits)) returned"
    }
    return Submission(intent, done: done + ".", about: name)
  }

  // MARK: Picture

  func render(into canvas: inout Canvas, _ station: Station) {
    canvas.panel("Places", width: min(canvas.width, 60), height: 9) { canvas in
      canvas.put(0, 0, columns: canvas.width, view.member.name, .heading)
      let free = session.free == 0 ? "full" : "\(session.free) of \(session.session.capacity) free"
      canvas.put(0, 1, columns: canvas.width, "\(Wording.session(session, station)), \(free)")
      let spots = view.booking.spots
      let x = canvas.put(0, 3, "Places  \(spots)", .heading) + 1
      if change != 0 {
        let sum = "\(change > 0 ? "+" : "-") \(change.magnitude) = "
        canvas.put(x, 3, pieces: [(sum, .text), ("\(spots + change)", .title)])
      }
      let (words, style) = consequence(station)
      _ = canvas.paragraph(4, words, style)
      let keys = [Command.more, .fewer].map(station.keys.key(of:)).joined(separator: " and ")
      canvas.put(0, 6, columns: canvas.width, "\(keys) change it, \(enter).", .dim)
    }
  }

  /// A refusal has a panel of its own, with the ways past it.
  private var enter: String {
    guard case .refused(_, let ways) = preview else { return "Enter stores it" }
    return ways.isEmpty ? "Esc closes" : "Enter tells the ways past it"
  }

  private func consequence(_ station: Station) -> (String, Style) {
    switch preview {
    case .none:
      let key = station.keys.key(of: .cancel)
      return (view.booking.spots == 1 ? "The last place goes by \(key), cancel." : "", .dim)
    case .takes(let credits):
      return (credits > .zero ? "Takes \(Wording.amount(credits))." : "Takes no credits.", .text)
    case .returns(let credits):
      guard view.booking.creditsUsed > .zero else { return ("No credits were taken.", .text) }
      return credits > .zero
        ? ("\(Wording.amount(credits)) to return.", .good)
        : ("Nothing returns: it is too late.", .warn)
    case .refused(let refusal, _): return (Wording.sentence(refusal, station), .bad)
    }
  }
}
