import DeskUI
import Domain
import Sync

/// The contract's shapes: Session, Booking, Member, Outcome, with exactly its names.
extension SessionView {
  var json: JSON {
    [
      "id": JSON(session.id), "service": .text(service), "serviceId": JSON(session.service),
      "type": .text(type), "location": .text(location), "locationId": JSON(session.location),
      "room": JSON(room), "roomId": JSON(session.room), "leader": JSON(leader),
      "leaderId": JSON(session.leader), "start": JSON(session.start, in: zone),
      "end": JSON(session.end, in: zone), "capacity": .whole(session.capacity),
      "taken": .whole(taken), "waitlisted": .whole(waitlisted), "state": .text(state.rawValue),
      "provisional": .flag(provisional), "held": .whole(heldPlaces),
      "heldLost": .whole(lostPlaces), "granted": .whole(own), "overCapacity": .whole(over),
    ]
  }
}

extension BookingView {
  /// Times are those of the session's place.
  func json(zone: Zone, currency: String) -> JSON {
    [
      "id": JSON(booking.id), "code": JSON(code), "reference": .text(booking.reference),
      "member": JSON(member.id), "memberNumber": JSON(code == nil ? nil : member.number),
      "name": .text(member.name),
      "session": JSON(booking.session), "state": .text(booking.state.rawValue),
      "spots": .whole(booking.spots), "present": .whole(booking.present),
      "late": .flag(booking.late), "absent": .flag(booking.absent),
      "checkedInAt": JSON(booking.checkedInAt, in: zone), "method": JSON(booking.method?.rawValue),
      "waitlistPosition": JSON(waitlistPosition),
      "amountDue": JSON(Money(minor: booking.amountDue, currency: currency)),
      "provisional": .flag(provisional), "flags": flags.json,
      "overCapacity": .whole(over),
      "participants": JSON(booking.participants.map(\.json)),
    ]
  }

  /// With the dash, as people say it; nil on a kiosk, which keeps a hash in its place.
  var code: String? { (try? BookingCode(text: booking.code))?.text }
}

extension Participant {
  fileprivate var json: JSON {
    [
      "name": .text(name), "birthDate": JSON(birthDate), "needs": .text(needs),
      "terms": .flag(terms),
    ]
  }
}

extension [Flag] {
  var json: JSON { JSON(map { .text($0.rawValue) }) }
}

extension MemberHit {
  var json: JSON {
    [
      "id": JSON(id), "number": .text(number), "name": .text(name), "email": .text(email),
      "phone": .text(phone), "status": .text(status.rawValue), "credits": JSON(credits),
      "flags": flags.json,
    ]
  }
}

extension MemberProfile {
  var json: JSON {
    [
      "id": JSON(member.id), "number": .text(member.number), "name": .text(member.name),
      "email": .text(member.email), "phone": .text(member.phone),
      "status": .text(member.status.rawValue), "credits": JSON(credits), "flags": flags.json,
    ]
  }
}

extension CreditLot {
  var json: JSON {
    [
      "id": JSON(id), "package": .text(package), "left": JSON(unlimited ? nil : left),
      "expires": JSON(validTo),
    ]
  }
}

extension LedgerEntry {
  func json(in zone: Zone) -> JSON {
    [
      "at": JSON(at, in: zone), "type": .text(type.rawValue), "amount": JSON(amount),
      "balanceAfter": JSON(balanceAfter), "reason": .text(reason),
    ]
  }
}

extension Receipt {
  var json: JSON {
    [
      "operation": JSON(operation), "state": .text(outcome.word),
      "code": JSON(outcome?.code?.rawValue),
    ]
  }

  /// For people: said only where it is not the plain "done".
  var remark: String { remark(provisional: false) }

  /// The same, beside words that have already called what was done provisional.
  func remark(provisional isSaid: Bool) -> String {
    if repeated { return " (this operation had been done before)" }
    switch outcome?.state {
    case nil: return isSaid ? "" : " (provisional)"
    case .applied: return ""
    case .adjusted: return " (\(told("changed")))"
    case .rejected: return " (\(told("refused")))"
    case .parked: return " (\(OutageReport.Result.parked.word))"
    }
  }

  private func told(_ word: String) -> String {
    [word, outcome?.code?.short].compactMap { $0 }.joined(separator: ": ")
  }
}
