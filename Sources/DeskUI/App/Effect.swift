package import Domain
package import Sync

/// What a screen wants done; the application performs it and tells what came of it.
package enum Effect: Sendable {
  /// The screen that asked is filled anew.
  case reload
  /// Puts a screen or panel on top.
  case open(any Screen)
  /// Clears everything away and starts from this screen.
  case switchTo(any Screen)
  /// Leaves the screen that asks.
  case close
  /// Leaves the panel that asks and tells the screen below.
  case answer(Answer)
  case submit(Submission)
  /// Checks somebody in by what was typed or scanned.
  case present(Presentation)
  case say(Toast)
  case signIn(ID<Staff>, pin: String)
  /// Writes the queue to this file, or takes another desk's from it.
  case toStick(String)
  case fromStick(String)
  /// On the screen that is then on top.
  case perform(Command)
  case press(Key)
  /// The terminal's bell, for whoever looks elsewhere.
  case ring
  case quit
}

/// One intent on its way to the disk.
package struct Submission: Sendable {
  package var intent: any Intent
  /// What is said once it is stored; empty where the screen itself says it.
  package var done: String
  /// Whom it is about, for the question that a refusal asks.
  package var about: String
  /// What is said behind it once it is stored: " 1 over capacity: 11 of 10."
  package var remark = ""

  package init(_ intent: any Intent, done: String = "", about: String = "") {
    self.intent = intent
    self.done = done
    self.about = about
  }
}

/// What was typed, scanned or picked to be checked in, and what was chosen since.
package struct Presentation: Sendable {
  package enum Origin: Sendable {
    case text(String)
    case person(ID<Member>)
    case row(CheckInMethod)
  }

  package let origin: Origin
  package var booking: ID<Booking>?
  /// The one whose roster it was shown over.
  package var session: ID<Session>?
  package var count: Int?
  package var override: String?
  /// All that the same code found, where that was a family; with `takesAll` they all come in.
  package var family: [ID<Booking>] = []
  package var takesAll = false
  /// Groups of which somebody said how many are here: all of a family means no more of them.
  package var counted: [ID<Booking>] = []
  /// In by a sound code that this copy lacks: who that was is found out later.
  package var letsIn = false
  /// A place at a kiosk for somebody without a booking, chosen among those offered.
  package var walkIn: (session: ID<Session>, member: ID<Member>)?
  /// What was told of the place that somebody has just been given.
  package var remark = ""

  package init(_ text: String) { origin = .text(text) }
  package init(person: ID<Member>) { origin = .person(person) }
  package init(booking: ID<Booking>, by method: CheckInMethod) {
    origin = .row(method)
    self.booking = booking
  }

  /// What was typed or scanned; empty where staff picked.
  package var text: String {
    if case .text(let text) = origin { text } else { "" }
  }

  var intent: CheckIn {
    var intent = CheckIn(presented: text)
    switch origin {
    case .text: break
    case .person(let member): intent = CheckIn(member: member)
    case .row(let method):
      intent.presented = nil
      intent.method = method
    }
    intent.booking = booking
    intent.session = session
    intent.count = count
    intent.override = override
    return intent
  }
}

package enum Settlement: Sendable {
  case done(Receipt)
  case refused(Refusal)
  case failed(String)
}

/// A line above the keys that goes away by itself.
package struct Toast: Sendable, Equatable {
  package enum Tone: Sendable { case plain, good, warn, bad }
  package var text: String
  package var tone: Tone

  package init(_ text: String, _ tone: Tone = .plain) {
    self.text = text
    self.tone = tone
  }

  static let reasonNeeded = Toast("A reason is needed: it is on record.", .warn)

  /// A walk-in before the door opens.
  static func early(_ submission: Submission, _ opens: String) -> Toast {
    Toast(
      "\(submission.about) is booked. Check-in opens at \(opens).\(submission.remark)", .warn)
  }
}
