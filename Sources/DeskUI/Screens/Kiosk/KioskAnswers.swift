import Domain
import Sync

/// What a kiosk lets a member choose, by one digit: nine at a time.
extension ScanReport {
  enum Choice {
    case booking(BookingView)
    case place(FreePlace)
  }

  var choices: [Choice] {
    switch verdict {
    case .choose(let bookings): bookings.prefix(9).map { .booking($0) }
    case .offer(let places, _, _): places.prefix(9).map { .place($0) }
    case .welcome: others.prefix(9).map { .booking($0) }
    case .howMany, .refused, .failed: []
    }
  }

  /// Those found by the same code who are still expected; of a group that was counted nobody is.
  var others: [BookingView] {
    family.filter { view in
      let booking = view.booking
      if presentation.counted.contains(booking.id) { return false }
      return booking.state == .confirmed
        || booking.state == .checkedIn && booking.present < booking.spots
    }
  }

  /// Several classes of one person, and not several people.
  var isOnePerson: Bool { Set(family.map(\.member.id)).count <= 1 }

  /// Those that came in together by one answer, or this one.
  var letIn: [BookingView] {
    let all = presentation.takesAll ? family.filter { $0.booking.state == .checkedIn } : []
    return all.isEmpty ? booking.map { [$0] } ?? [] : all
  }

  /// How many are in, of a group or of a family.
  var counted: (present: Int, spots: Int) {
    let all = isOnePerson ? booking.map { [$0] } ?? [] : family
    return (
      all.reduce(0) { $0 + ($1.booking.state == .checkedIn ? $1.booking.present : 0) },
      all.reduce(0) { $0 + $1.booking.spots }
    )
  }

  /// What a digit means here; nil where it is none of the choices, but the next one's code.
  func picked(_ digit: Int) -> Presentation? {
    let asked: [BookingView]
    switch verdict {
    case .howMany(let missing): return missing > 9 ? nil : answer("\(digit)")
    case .offer: return answer("\(digit)")
    case .choose(let bookings): asked = bookings
    case .welcome: asked = others
    case .refused, .failed: return nil
    }
    return pick(digit, of: asked)
  }

  /// By what staff find acts that were stored while the line was down, one for each of a family; nil
  /// where none is needed.
  func receipt(_ station: Station) -> String? {
    guard case .welcome(let receipt) = verdict else { return nil }
    switch station.line.connection {
    case .standAlone, .online: return nil
    case .catchingUp, .offline:
      let open = (before + [receipt]).filter { $0.outcome == nil }
      return open.isEmpty
        ? nil : open.map { ReceiptNumber($0.operation).text }.joined(separator: ", ")
    }
  }
}

extension ScanReport {
  /// As `make`, for members alone with it: whoever tries codes waits ever longer, and what another
  /// program holds up is said as a refusal.
  static func atKiosk(
    _ presentation: Presentation, by hand: DeskStore.Hand, in store: DeskStore, at now: Instant
  ) -> ScanReport {
    let isGuess = presentation.booking == nil && Presented(text: presentation.text).isGuess
    if isGuess, let wait = try? store.guessWait(), wait > 0 {
      return ScanReport(
        presentation, .refused(Refusal(.rateLimited, ["seconds": .seconds(wait)])))
    }
    var report = make(presentation, by: hand, in: store, at: now)
    switch report.verdict {
    case .welcome:
      try? store.forgetGuesses()
      report.greeting = store.greeting(byPass: presentation.text)
    // A code that is known and refused could be shown between any two guesses: it forgets nothing.
    case .refused(let refusal) where isGuess && refusal.code == .unknownCode:
      try? store.countGuess()
    default: break
    }
    return report
  }

  /// The act and the name for its yes, where a code was shown that opens one; for after the answer,
  /// since it takes a moment.
  func greeted(in store: DeskStore) -> (act: ID<Operation>, greeting: Greeting)? {
    guard case .welcome(let receipt) = verdict, let booking, booking.member.firstName.isEmpty,
      let greeting = store.greeting(of: booking, byCode: presentation.text)
    else { return nil }
    return (receipt.operation, greeting)
  }

  /// Everybody of a family whom nobody has counted yet, each an act of its own; throws only where none of
  /// them is in.
  static func everyone(
    _ presentation: Presentation, by hand: DeskStore.Hand, in store: DeskStore
  ) throws -> ScanReport {
    var done: [(receipt: Receipt, booking: ID<Booking>)] = []
    var refused: Refusal?
    for id in presentation.family where !presentation.counted.contains(id) {
      var one = presentation
      one.booking = id
      do {
        done.append((try store.submit(one.intent, by: hand, settling: false), id))
      } catch let refusal as Refusal {
        refused = refusal
      }
    }
    guard let last = done.last else { throw refused ?? Refusal(.unknownCode) }
    var report = ScanReport(presentation, .welcome(last.receipt))
    report.before = done.dropLast().map(\.receipt)
    report.booking = try store.booking(last.booking)
    return report
  }
}

extension Presented {
  /// True for a sound code that merely has to be known: what somebody tries who has none.
  fileprivate var isGuess: Bool {
    if case .candidates(_, otherwise: nil) = self { true } else { false }
  }
}
