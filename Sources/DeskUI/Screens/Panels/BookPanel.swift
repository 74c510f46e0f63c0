import Domain
package import Sync

/// The last look before a booking: who, what they have and need, into what, how many places, and
/// what that takes.
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
  /// Nil where the person here may not see it.
  private var profile: MemberProfile?
  private var cost: Credits?
  private var refusal: Refusal?
  /// It would wait for the authority, which may give the place to somebody else.
  private var isProvisional = false
  /// Those past the refusal that Enter leads to; none where it leads nowhere.
  private var ways: Set<Command> = []

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
    profile = station.may(.seeAll, in: session.session) ? try store.profile(member) : nil
    (cost, refusal, ways, isProvisional) = (nil, nil, [], false)
    guard let intent else { return }
    do {
      let decision = try store.preview(intent, by: station.hand)
      for case .put(let row as Booking) in decision.changes { cost = row.creditsUsed }
      if case .offline = station.line.connection { isProvisional = !decision.isFirm }
    } catch let refusal as Refusal {
      self.refusal = refusal
      ways = Submission(intent).ways(past: refusal, by: station.hand, in: store)
    }
  }

  package func label(of command: Command) -> String? {
    guard command == .choose else { return nil }
    if !ways.isEmpty { return "ways past it" }
    return switch way {
    case .place: "book"
    case .walkIn: "book and check in"
    case .waitlist: "put on the waitlist"
    }
  }

  package func obstacle(to command: Command, _ station: Station) -> String? {
    guard command == .choose, let refusal, ways.isEmpty else { return nil }
    return Wording.code(refusal.code)
  }

  private var intent: Book? {
    guard let count = Int(spots.text.trimmed), count >= 1 else { return nil }
    var intent = Book(session: session.session.id, member: member, code: code)
    intent.spots = count
    intent.walkIn = way == .walkIn
    intent.waitlist = way == .waitlist
    return intent
  }

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    guard case .command(.choose) = event else {
      let before = spots.text
      spots.take(event)
      return spots.text == before ? [] : [.reload]
    }
    guard let intent else { return [.say(Toast("How many places?", .warn))] }
    let done =
      switch way {
      case .place: "\(name) is booked into \(Wording.session(session, station))."
      case .walkIn: ""
      case .waitlist: "\(name) is on the waitlist of \(Wording.session(session, station))."
      }
    return [.close, .submit(Submission(intent, done: done, about: name))]
  }

  // MARK: Picture

  package func render(into canvas: inout Canvas, _ station: Station) {
    let title =
      switch way {
      case .place: "Book"
      case .walkIn: "Walk-in"
      case .waitlist: "Waitlist"
      }
    let width = min(canvas.width, 60)
    let lines = lines(station).flatMap { line in
      TextFit.wrap(line.text, columns: width - 4).prefix(2).map { ($0, line.style) }
    }
    canvas.panel(title, width: width, height: lines.count + 4) { canvas in
      for (y, line) in lines.enumerated() {
        canvas.put(0, y, columns: canvas.width, line.0, line.1)
      }
      let y = lines.count + 1
      canvas.put(0, y, "Places ", .heading)
      spots.draw(on: &canvas, 7, y, columns: 6, focused: true)
      canvas.put(15, y, columns: canvas.width - 15, enter, .dim)
    }
  }

  private var enter: String {
    if intent == nil { return "A number first; Esc closes." }
    if refusal != nil {
      return ways.isEmpty ? "Not possible; Esc closes." : "Enter tells the ways past it."
    }
    return switch way {
    case .place: "Enter books, Esc does not."
    case .walkIn: "Enter books and checks in, Esc does not."
    case .waitlist: "Enter puts on the waitlist, Esc does not."
    }
  }

  private func lines(_ station: Station) -> [(text: String, style: Style)] {
    var full = session.waitlisted > 0 ? "full, \(session.waitlisted) waiting" : "full"
    if let held = session.heldWords { full += ", \(held)" }
    let free = session.free == 0 ? full : "\(session.free) of \(session.session.capacity) free"
    var lines: [(text: String, style: Style)] = [
      (name, .heading), (Wording.session(session, station), .text),
    ]
    // What the refusal tells is told once.
    if refusal?.code != .classFull { lines.append((free, session.fillStyle)) }
    if isProvisional { lines.append((Wording.provisional, .provisional)) }
    if let profile {
      let takes = cost.map { $0 > .zero ? ", takes \(Wording.amount($0))" : ", takes none" } ?? ""
      if refusal?.isForCredits != true {
        lines.append((Wording.credits(profile.credits) + takes, .text))
      }
      var marks = Wording.marks(profile.flags)
      if profile.flags.contains(.injury), !profile.member.medical.isEmpty {
        marks.append(profile.member.medical)
      }
      let grave = profile.flags.contains(where: Wording.isGrave)
      if !marks.isEmpty { lines.append((marks.joined(separator: " · "), grave ? .warn : .dim)) }
    }
    // The panel of the refusal itself has the ways past it.
    if let refusal { lines.append((Wording.sentence(refusal, station), .bad)) }
    return lines
  }
}
