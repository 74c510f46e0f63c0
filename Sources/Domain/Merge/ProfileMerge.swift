/// A profile is merged field by field: contact data is what came last, with the old in a note; what
/// somebody's safety or consent hangs on stays, and a person is asked.
extension EditMember {
  private static let careful: Set<String> = [
    "parqOn", "waiverOn", "termsOn", "marketing", "medical", "emergencyName", "emergencyPhone",
    "status", "permission",
  ]

  /// Sorts out the fields whose value is another by now than the one that was changed.
  func contest(_ before: Member, _ row: inout Member, _ at: inout Situation) {
    guard let seen else { return }
    var shown = Member()
    // What was shown had been taken before, so it is taken again.
    guard (try? seen.apply(to: &shown, today: .last)) != nil else { return }
    let wanted = row
    let contested = Member.fields.filter { field in
      let (now, new) = (field.get(before), field.get(wanted))
      return now != new && now != field.get(shown)
    }
    let kept = contested.filter { Self.careful.contains($0.name) }
    row.keep(kept, of: before)
    let lost = contested.filter { !Self.careful.contains($0.name) }
    // The values themselves go where no kiosk reads them: into a note on the profile.
    if !kept.isEmpty {
      let told = at.leave(.profile) {
        $0.member = before.id
        $0.fields = kept.map(\.name)
      }
      let words = kept.map { "\($0.name) not taken: \($0.get(wanted).words ?? "nothing")" }
      at.note(words, on: before.id, of: told)
    }
    guard !lost.isEmpty else { return }
    let told = at.leave(.profile, rank: .low, told: true) {
      $0.member = before.id
      $0.fields = lost.map(\.name)
    }
    let words = lost.map { "\($0.name) was \($0.get(before).words ?? "nothing")" }
    at.note(words, on: before.id, of: told)
  }
}

extension Situation {
  /// Keeps what a merge takes out of a profile, for whoever asks later, and for whoever sees to the
  /// decision that it belongs to.
  mutating func note(
    _ words: [String], on member: ID<Member>, of conflict: ID<Conflict>? = nil
  ) {
    guard !words.isEmpty else { return }
    var note = Note()
    note.id = conflict?.values ?? mint()
    note.member = member
    note.text = Cleaned.note(words.joined(separator: "; "))
    note.at = at
    note.by = actor.staffID
    put(note)
  }
}

extension ID<Conflict> {
  /// The note with the other values of a profile that was changed twice.
  package var values: ID<Note> { ID<Note>(raw.derived(1)) }
}

extension Value {
  /// As a person reads it; nil for nothing, and for what only means something to the program.
  var words: String? {
    switch self {
    case .text(let text): text.isEmpty ? nil : text
    case .int(let number): String(number)
    case .null, .blob: nil
    }
  }
}

/// Somebody registered at two places: both are taken, and a merge is proposed.
extension RegisterMember: Mergeable {
  func mergeReads(_ refusal: Refusal?, _ facts: Facts, at: Instant) -> [Read] {
    var reads: [Read] = []
    if let email = details.email, !email.isEmpty { reads.append(.email(email.lowercased())) }
    if let day = details.birthDate { reads.append(.born(day)) }
    return reads
  }

  func accepted(_ at: inout Situation) {
    guard let member = at.facts[ID<Member>(at.id.raw)] else { return }
    let twin = at.facts.all(Member.self).first { other in
      other.id != member.id && other.mergedInto == nil && member.isPerhaps(other)
    }
    guard let twin else { return }
    at.leave(.sameMember, rank: .low) {
      $0.member = member.id
      $0.otherMember = twin.id
    }
  }
}

extension Member {
  /// The same name at the same address, or of two on the same birthday the same name or telephone:
  /// families share addresses and telephones, seldom both with a name or a birthday.
  func isPerhaps(_ other: Member) -> Bool {
    let named = Self.folded(name) == Self.folded(other.name)
    if named, !email.isEmpty, Self.folded(email) == Self.folded(other.email) { return true }
    guard let birthDate, birthDate == other.birthDate else { return false }
    let digits = phone.filter(\.isNumber)
    return named || (digits.count >= 7 && digits == other.phone.filter(\.isNumber))
  }

  private static func folded(_ text: String) -> String {
    text.lowercased().filter { !$0.isWhitespace }
  }
}
