/// A remark on a member or a session.
package struct AddNote: Intent {
  package static let kind = OperationKind.addNote
  package var member: ID<Member>?
  package var session: ID<Session>?
  package var text: String

  package init(member: ID<Member>? = nil, session: ID<Session>? = nil, text: String) {
    self.member = member
    self.session = session
    self.text = text
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    (member.map { [.member($0)] } ?? []) + (session.map { [.session($0)] } ?? [])
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    try at.demandNote(on: session, member)
    var note = Note()
    note.id = ID(at.id.raw)
    note.member = member.map { at.facts.standing($0) }
    note.session = session
    note.text = Cleaned.note(text)
    note.at = at.at
    note.by = at.actor.staffID
    guard !note.text.isEmpty else { throw Refusal(.malformed, ["what": .word("text")]) }
    at.put(note)
    at.subject = note.id.raw
    at.remember(kind: Self.kind, note: note.id)
  }
}

extension Situation {
  /// Throws unless the actor may write a remark on this session or, without one, on this member.
  func demandNote(on session: ID<Session>?, _ member: ID<Member>?) throws(Refusal) {
    if let session {
      let right = try demand(.seeAll, with: try require(session))
      guard right != .limited else { throw denied(.seeAll) }
    } else {
      try demand(.editMember, at: location)
      guard let member else { throw Refusal(.malformed, ["what": .word("subject")]) }
      _ = try require(member)
    }
  }
}

/// Puts on record what happened: an injury, a theft, a complaint.
package struct ReportIncident: Intent {
  package static let kind = OperationKind.reportIncident
  package var session: ID<Session>?
  package var member: ID<Member>?
  package var text: String

  package init(session: ID<Session>? = nil, member: ID<Member>? = nil, text: String) {
    self.session = session
    self.member = member
    self.text = text
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    guard at.staff != nil, !at.roles(at: at.location).isEmpty else {
      throw Refusal(.notPermitted, ["action": .word("incident")])
    }
    var incident = Incident()
    incident.id = ID(at.id.raw)
    incident.session = session
    incident.member = member
    incident.location = at.location
    incident.text = Cleaned.note(text)
    incident.at = at.at
    incident.by = at.actor.staffID
    guard !incident.text.isEmpty else { throw Refusal(.malformed, ["what": .word("text")]) }
    at.put(incident)
    at.subject = incident.id.raw
  }
}
