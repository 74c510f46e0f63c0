package import Domain
package import Sync

/// A decision in words, for the screen and for the command line.
package struct DecisionWords {
  /// One side: what was meant, by whom, when, where; then how that stands now.
  package struct Side: Equatable {
    /// The device's name, as far as it is known.
    package var place: String
    package var lines: [String]
  }

  /// Whom and what it is about: "Naledi Mokoena · Pilates today 18:00".
  package let about: String
  /// Nil where neither credits nor money hang on it.
  package let worth: String?
  /// The side that the decision came from, then the other where anything is known of it.
  package let sides: [Side]
  /// What else to know: fields, how many people, whom to call.
  package let remarks: [String]
  /// Who settled it and how; nil while it waits.
  package let end: String?

  /// `moment` writes a time as its reader is used to.
  package init(
    _ view: DecisionView, _ studio: StudioView, moment: (Instant, Zone) -> String
  ) {
    let row = view.conflict
    func session(_ view: SessionView) -> String {
      "\(view.service) \(moment(view.session.start, view.zone))"
    }
    about = [view.member?.name, view.session.map(session)].compactMap { $0 }
      .joined(separator: " · ")
    var worth = row.credits == .zero ? [] : [Wording.amount(row.credits)]
    if row.money != 0 {
      worth.append(Money(minor: row.money, currency: studio.organization.currency).text)
    }
    self.worth = worth.isEmpty ? nil : worth.joined(separator: ", ")

    func told(_ side: DecisionView.Side, _ what: String) -> String {
      let when = side.at.map { moment($0, view.zone) + (side.isUncertain ? " (about)" : "") }
      return [what, side.by.map { studio.name(of: $0) }, when].compactMap { $0 }
        .filter { !$0.isEmpty }.joined(separator: " · ")
    }
    func place(_ side: DecisionView.Side) -> String {
      if side.device == studio.device.id { return "This desk" }
      if side.device == nil, row.kind == .sameMember { return "Known as" }
      return side.deviceName.isEmpty ? "Elsewhere" : side.deviceName
    }
    func now(_ booking: BookingView, in other: SessionView?) -> String {
      let which = other.map { " \(session($0))" } ?? ""
      let place = booking.waitlistPosition.map { "on the waitlist, number \($0)" }
      return "\(booking.member.name):\(which) \(place ?? booking.stateWord.0)"
        + (booking.provisional ? ", provisional" : "")
    }
    let kind = OperationKind(rawValue: row.what).map(Wording.kind) ?? "something of a newer version"
    var here = [told(view.here, kind)]
    if row.kind.tellsWhy, !row.standsAbove, let code = RefusalCode(rawValue: row.code) {
      here.append(code.plainSentence.staff)
    }
    if let booking = view.booking { here.append(now(booking, in: nil)) }
    if row.kind == .sameMember, let member = view.member { here.append(member.calledBy) }
    var sides = [Side(place: place(view.here), lines: here)]
    var there: [String] = []
    let meant = told(view.there, row.kind.otherWord)
    if view.there.at != nil || view.there.by != nil { there.append(meant) }
    if let other = view.otherBooking {
      let elsewhere = other.session?.session.id == view.session?.session.id ? nil : other.session
      there.append(now(other, in: elsewhere))
    }
    if let other = view.otherMember { there.append(other.calledBy) }
    if !there.isEmpty { sides.append(Side(place: place(view.there), lines: there)) }
    self.sides = sides

    var remarks: [String] = []
    if row.kind == .profile {
      remarks += row.fields.map { name in
        let now = view.member.flatMap { $0.text(of: name) } ?? "nothing"
        return "\(Self.field(name)) is now: \(now)"
      }
      if let values = view.values, !values.text.isEmpty {
        remarks.append("The other side: \(values.text)")
      }
    }
    if row.kind == .renumbered {
      // What is printed is the other's.
      let (old, new) =
        row.booking == nil
        ? (view.otherMember?.number, view.member?.number)
        : (view.otherBooking?.booking.reference, view.booking?.booking.reference)
      if let old, let new { remarks.append("Printed is \(old); it is \(new) now: tell them.") }
    }
    if !row.presented.isEmpty {
      let code = (try? BookingCode(text: row.presented))?.text
      if let code { remarks.append("The code was \(code).") }
    }
    if let receipt = view.receipt { remarks.append("The kiosk's receipt is \(receipt).") }
    if row.count > 1 { remarks.append("It is about \(row.count) people.") }
    if !view.called.isEmpty {
      let people = view.called.map { "\($0.name) \($0.phone)" }
      remarks.append("Call: \(people.joined(separator: ", "))")
    }
    if view.location != studio.location.name { remarks.append("At \(view.location).") }
    self.remarks = remarks

    end =
      row.status == .resolved
      ? [
        row.choice?.label ?? "By hand", row.resolvedBy.map { studio.name(of: .staff($0)) },
        row.resolvedAt.map { moment($0, view.zone) }, row.reason.isEmpty ? nil : row.reason,
        view.provisional ? "provisional" : nil,
      ].compactMap { $0 }.joined(separator: " · ") : nil
  }

  /// A profile's field as a form names it.
  private static func field(_ name: String) -> String {
    switch name {
    case "parqOn": "PAR-Q"
    case "waiverOn": "waiver"
    case "termsOn": "terms"
    case "emergencyName": "emergency contact"
    case "emergencyPhone": "emergency phone"
    case "permission": "booking permission"
    case "firstName": "first name"
    case "lastName": "last name"
    case "birthDate": "birth date"
    default: name
    }
  }
}

extension StudioView {
  /// Who meant something, as a list names them.
  package func name(of actor: Actor) -> String {
    switch actor {
    case .staff(let id): staff.first { $0.id == id }?.name ?? "former staff"
    case .member: "a member"
    case .device: "the device itself"
    case .system: "the authority"
    }
  }
}

extension Member {
  /// What stands in a field of this name; nil for nothing.
  fileprivate func text(of name: String) -> String? {
    switch Self.fields.first(where: { $0.name == name })?.get(self) {
    case .text(let text): text.isEmpty ? nil : text
    case .int(let number): number == 0 ? "no" : number == 1 ? "yes" : "\(number)"
    default: nil
    }
  }

  /// Enough to tell two of one name apart.
  fileprivate var calledBy: String {
    [name, number, email, phone].filter { !$0.isEmpty }.joined(separator: " · ")
  }
}

extension ConflictKind {
  /// True where the reason lies in what a rule said.
  fileprivate var tellsWhy: Bool { self == .refused || self == .rightLost || self == .walkIn }

  /// What the other side did, as a noun.
  fileprivate var otherWord: String {
    switch self {
    case .lastPlace, .bookedTwice, .timeConflict, .otherStands: "booking"
    case .checkInAfterCancel: "cancellation"
    case .twiceIn, .absentButIn: "check-in"
    case .noShowReversed: "no-show"
    case .sessionHeld: "cancelled session"
    case .doneTwice: "the same"
    case .undoMissed: "a later change"
    case .profile: "edit of member"
    case .sameMember: "registration"
    default: ""
    }
  }
}
