/// Makes a new member, with a number of the device's block.
package struct RegisterMember: Numbered {
  package static let kind = OperationKind.registerMember
  package var details: MemberDetails
  package var numbers: [Int] = []

  package init(_ details: MemberDetails) { self.details = details }

  package var numbersNeeded: (kind: NumberKind, count: Int) { (.member, 1) }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    try at.demand(.editMember, at: at.location)
    var member = Member()
    member.id = ID(at.id.raw)
    member.number = Situation.memberNumber(numbers.first ?? 0)
    let today = at.today(at: at.location)
    member.joined = today
    try details.apply(to: &member, today: today)
    guard !member.name.isEmpty else { throw Refusal(.malformed, ["what": .word("name")]) }
    at.put(member)
    at.subject = member.id.raw
  }
}

extension Situation {
  static func memberNumber(_ sequence: Int) -> String {
    MemberNumber(sequence: UInt32(clamping: sequence))?.text ?? ""
  }
}

/// Changes fields of a member; contact and notes for reception, standing for managers.
package struct EditMember: Intent {
  package static let kind = OperationKind.editMember
  package var member: ID<Member>
  package var details: MemberDetails
  /// What the screen showed of the fields that are changed; nil where nothing was shown.
  package var seen: MemberDetails?
  /// Only these of the fields; nil means all.
  package var only: [String]?

  package init(member: ID<Member>, _ details: MemberDetails) {
    self.member = member
    self.details = details
  }

  /// The change of a row that somebody had before their eyes.
  package init(_ shown: Member, _ details: MemberDetails) {
    self.init(member: shown.id, details)
    seen = MemberDetails(of: shown, where: details)
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [.member(member)] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    let before = try at.require(at.facts.standing(member))
    var row = before
    let right = try at.demand(.editMember, at: at.location)
    if right == .limited, details.status != nil || details.permission != nil {
      throw Refusal(.notPermitted, ["action": .word(Action.editMember.rawValue)])
    }
    try details.apply(to: &row, today: at.today(at: at.location))
    if let only { row.keep(Member.fields.filter { !only.contains($0.name) }, of: before) }
    guard !row.name.isEmpty else { throw Refusal(.malformed, ["what": .word("name")]) }
    if at.merging { contest(before, &row, &at) }
    at.put(row)
    at.subject = row.id.raw
  }
}
