package import Central
package import Domain

/// The authority's own: where it stands, what it knows of its devices, small notes, and its jobs.
extension PostgresAuthorityStore {
  package func sequence() throws -> Int64 {
    if let turn { return turn.sequence }
    let sequence = try read { try refreshStudio($0) }
    // Somebody else has written.
    if sequence != recent.last { checkedAt = Int.min / 2 }
    return sequence
  }

  // MARK: Contacts

  private static let allContacts = Statement(
    "SELECT device, at, watermark, closed, cursor FROM contacts WHERE organization = $1", .uuid)
  private static let oneContact = Statement(
    """
    SELECT device, at, watermark, closed, cursor FROM contacts
    WHERE organization = $1 AND device = $2
    """, .uuid, .uuid)

  private static func contact(_ row: AnswerRow) -> (ID<Device>, Contact) {
    let contact = Contact(
      at: Instant(row.int(1)), watermark: row.optionalInt(2).map { Instant($0) },
      closed: row.bool(3), cursor: row.int(4))
    return (ID(row.key(0)), contact)
  }

  func sendForContacts() throws {
    guard turn?.contacts == nil else { return }
    try send(Self.allContacts, mine) { answer in
      self.turn?.contacts = Dictionary(uniqueKeysWithValues: answer.rows.map(Self.contact))
    }
  }

  package func contact(of device: ID<Device>) throws -> Contact? {
    if turn != nil { return try contacts()[device] }
    return try rows(Self.oneContact, mine(device.value), Self.contact).first?.1
  }

  package func contacts() throws -> [ID<Device>: Contact] {
    guard turn != nil else {
      return Dictionary(
        uniqueKeysWithValues: try rows(Self.allContacts, mine, Self.contact))
    }
    if turn?.contacts == nil {
      try sendForContacts()
      try settle()
    }
    return turn?.contacts ?? [:]
  }

  package func setContact(_ contact: Contact, of device: ID<Device>) throws {
    _ = try contacts()
    turn?.contacts?[device] = contact
    turn?.newContacts.insert(device)
  }

  // MARK: Notes

  private static let noteByName = Statement(
    "SELECT value FROM notes WHERE organization = $1 AND name = $2", .uuid, .text)

  package func note(_ name: String) throws -> [UInt8]? {
    let parameters = mine(.text(name))
    guard let turn else { return try rows(Self.noteByName, parameters) { $0.blob(0) }.first }
    if let known = turn.notes[name] { return known }
    var value: [UInt8]?
    try send(Self.noteByName, parameters) { value = $0.first?.blob(0) }
    try settle()
    self.turn?.notes[name] = .some(value)
    return value
  }

  package func setNote(_ name: String, _ value: [UInt8]?) throws {
    turn?.notes[name] = .some(value)
    turn?.newNotes.insert(name)
  }

  // MARK: To the database

  private static let putContacts = Statement(
    """
    INSERT INTO contacts SELECT $1, u.device, u.at, u.watermark, u.closed <> 0, u.cursor
    FROM unnest($2, $3, $4, $5, $6) u(device, at, watermark, closed, cursor)
    ON CONFLICT (organization, device) DO UPDATE SET at = excluded.at,
      watermark = excluded.watermark, closed = excluded.closed, cursor = excluded.cursor
    """, .uuid, .uuidArray, .intArray, .intArray, .intArray, .intArray)
  private static let putNote = Statement(
    """
    INSERT INTO notes VALUES($1, $2, $3)
    ON CONFLICT (organization, name) DO UPDATE SET value = excluded.value
    """, .uuid, .text, .bytes)
  private static let dropNote = Statement(
    "DELETE FROM notes WHERE organization = $1 AND name = $2", .uuid, .text)

  func flushOwn() throws {
    guard let turn else { return }
    if !turn.newNotes.isEmpty { turn.mustRest = true }
    let names = turn.newNotes.sorted()
    let devices = turn.newContacts.sorted()
    turn.newContacts = []
    turn.newNotes = []
    let contacts = devices.compactMap { device in
      turn.contacts?[device].map { (device: device, contact: $0) }
    }
    if !contacts.isEmpty {
      var parameters = mine
      parameters.add(ColumnList(.uuid, keys: contacts.map(\.device.raw)))
      parameters.add(ColumnList(.int, contacts.map { $0.contact.at.value }))
      parameters.add(ColumnList(.int, contacts.map { $0.contact.watermark.value }))
      parameters.add(ColumnList(.int, contacts.map { $0.contact.closed.value }))
      parameters.add(ColumnList(.int, contacts.map { .int($0.contact.cursor) }))
      try write(Self.putContacts, parameters)
    }
    for name in names {
      if let value = turn.notes[name] ?? nil {
        try write(Self.putNote, mine(.text(name), .blob(value)))
      } else {
        try write(Self.dropNote, mine(.text(name)))
      }
    }
  }

  // MARK: Jobs

  /// The lease is renewed by asking, and goes to another process when nobody has asked for so long.
  private static let lease = Statement(
    """
    INSERT INTO jobs VALUES($1, $2, now() + interval '15 seconds') ON CONFLICT (organization)
    DO UPDATE SET holder = excluded.holder, until = excluded.until
      WHERE jobs.holder = excluded.holder OR jobs.until < now()
    RETURNING true
    """, .uuid, .uuid)

  package func holdsJobs() throws -> Bool {
    try change { link in
      var parameters = mine
      parameters.add(holder)
      try link.ask(Self.lease, parameters)
      return try link.answers().last?.first != nil
    }
  }
}
