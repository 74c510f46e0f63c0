import Domain
package import Sync

/// The last look before a booking: who, into what, how many places.
package struct BookPanel: Screen {
  package enum Way: Sendable { case place, walkIn, waitlist }

  package let context = Context.prompt
  package let title = "Book"
  package let isPanel = true
  package let isTyping = true
  private let session: SessionView
  private let member: ID<Member>
  private let name: String
  private let way: Way
  private var spots = Field("1")
  private var code: BookingCode?

  init(_ session: SessionView, _ hit: MemberHit, as way: Way = .place) {
    self.init(session, hit.id, hit.name, as: way)
  }

  init(_ session: SessionView, _ member: ID<Member>, _ name: String, as way: Way = .place) {
    self.session = session
    self.member = member
    self.name = name
    self.way = way
  }

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    if code == nil { code = store.mintCode() }
  }

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    guard case .command(.choose) = event else {
      spots.take(event)
      return []
    }
    guard let code, let count = Int(spots.text.trimmed), count >= 1 else {
      return [.say(Toast("How many places?", .warn))]
    }
    var intent = Book(session: session.session.id, member: member, code: code)
    intent.spots = count
    intent.walkIn = way == .walkIn
    intent.waitlist = way == .waitlist
    let done =
      switch way {
      case .place: "\(name) is booked into \(Wording.session(session, station))."
      case .walkIn: ""
      case .waitlist: "\(name) is on the waitlist of \(Wording.session(session, station))."
      }
    return [.close, .submit(Submission(intent, done: done, about: name))]
  }

  package func render(into canvas: inout Canvas, _ station: Station) {
    let title =
      switch way {
      case .place: "Book"
      case .walkIn: "Walk-in"
      case .waitlist: "Waitlist"
      }
    canvas.panel(title, width: min(canvas.width, 56), height: 7) { canvas in
      canvas.put(0, 0, columns: canvas.width, name, .heading)
      canvas.put(0, 1, columns: canvas.width, Wording.session(session, station))
      let full = session.waitlisted > 0 ? "full, \(session.waitlisted) waiting" : "full"
      let free = session.free == 0 ? full : "\(session.free) of \(session.session.capacity) free"
      canvas.put(0, 2, columns: canvas.width, free, session.fillStyle)
      canvas.put(0, 4, "Places ", .heading)
      spots.draw(on: &canvas, 7, 4, columns: 6, focused: true)
      canvas.put(15, 4, columns: canvas.width - 15, "Enter books, Esc does not.", .dim)
    }
  }
}
