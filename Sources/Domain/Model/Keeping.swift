/// A remark of staff on a member, a session or a booking.
package struct Note: Record {
  package var id = ID<Note>.none
  package var member: ID<Member>?
  package var session: ID<Session>?
  package var text = ""
  package var at = Instant(0)
  package var by: ID<Staff>?
  package var removed = false

  package static let table = Table.note
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("member", \.member), Field("session", \.session),
    Field("text", \.text), Field("at", \.at), Field("by", \.by), Field("removed", \.removed),
  ]
  package init() {}
}

/// Something that happened and must be on record: an injury, a theft, a complaint.
package struct Incident: Record {
  package var id = ID<Incident>.none
  package var session: ID<Session>?
  package var member: ID<Member>?
  package var location = ID<Location>.none
  package var text = ""
  package var at = Instant(0)
  package var by: ID<Staff>?

  package static let table = Table.incident
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("session", \.session), Field("member", \.member),
    Field("location", \.location), Field("text", \.text), Field("at", \.at), Field("by", \.by),
  ]
  package init() {}
}

/// A check-in that was refused: what was presented only as a keyed hash.
package struct RefusedEntry: Record {
  package var id = ID<RefusedEntry>.none
  package var presented = Bytes()
  package var code = ""
  package var at = Instant(0)
  package var device = ID<Device>.none

  package static let table = Table.refusedEntry
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("presented", \.presented), Field("code", \.code),
    Field("at", \.at), Field("device", \.device),
  ]
  package init() {}
}

/// An id that another system gave, and the row here that it means.
package struct OutsideID: Record {
  package var id = ID<OutsideID>.none
  package var kind = Table.member
  package var source = ""
  package var text = ""
  package var target = Bytes()
  /// Fingerprint of the row as last imported: the same again changes nothing.
  package var fingerprint = Bytes()

  package static let table = Table.outsideID
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("kind", \.kind), Field("source", \.source),
    Field("text", \.text), Field("target", \.target), Field("fingerprint", \.fingerprint),
  ]
  package init() {}
}

extension Table: FieldValue {}
