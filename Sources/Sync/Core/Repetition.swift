import Domain
import Wire

/// Whether an operation submitted under a known id is the one that was stored: who, where and what.
///
/// What the device itself put in (numbers, codes, salted verifiers, what was on the screen) comes out
/// different when a command is repeated, and is left out of the comparison.
enum Repetition {
  /// `keyed` is what the device keeps of a code in its place.
  static func isSame(_ a: Operation, asStored b: Operation, keyed: Facts.Keyed) -> Bool {
    a.actor == b.actor && a.location == b.location && isSame(a.intent, asStored: b.intent, keyed)
  }

  private static func isSame(
    _ a: any Intent, asStored b: any Intent, _ keyed: Facts.Keyed
  ) -> Bool {
    var a = a
    if var checkIn = a as? CheckIn {
      checkIn.presented = checkIn.presented.map(keyed)
      a = checkIn
    }
    if var letIn = a as? LetIn, (b as? LetIn)?.isKnown ?? false {
      letIn.presented = keyed(letIn.presented)
      a = letIn
    }
    guard let first = try? PayloadCodec.encode(bare(a)),
      let second = try? PayloadCodec.encode(bare(b))
    else { return false }
    return type(of: a).kind == type(of: b).kind && first == second
  }

  private static func bare(_ intent: any Intent) -> any Intent {
    var intent = intent
    if var taking = intent as? any TakesPlaces {
      (taking.draw, taking.overrides) = (nil, nil)
      intent = taking
    }
    if var numbered = intent as? any Numbered {
      numbered.numbers = []
      intent = numbered
    }
    if var coded = intent as? any Coded {
      coded.code = nil
      intent = coded
    }
    switch intent {
    case var book as Book:
      book.placed = nil
      return book
    case var staff as AddStaff:
      staff.verifier = Bytes()
      return staff
    case var marks as MarkAttendance:
      marks.seen = []
      marks.everybody = nil
      marks.refused = nil
      return marks
    case var checkIn as CheckIn:
      checkIn.found = nil
      return checkIn
    case var letIn as LetIn:
      (letIn.found, letIn.pass) = (nil, nil)
      return letIn
    case var edit as EditMember:
      edit.seen = nil
      return edit
    default:
      return intent
    }
  }
}
