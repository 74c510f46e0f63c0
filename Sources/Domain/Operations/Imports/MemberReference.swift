/// Whom a row of credits or bookings means: whatever the file gives, tried in the order of the
/// fields.
package struct MemberReference: Codable, Hashable, Sendable {
  package var outside: String?
  package var barcode: String?
  package var number: String?
  /// A key of unknown kind: an outside id, a barcode or a number.
  package var text: String?
  package var email: String?
  package var firstName: String?

  private enum CodingKeys: String, CodingKey {
    case outside = "o"
    case barcode = "b"
    case number = "n"
    case text = "t"
    case email = "e"
    case firstName = "f"
  }

  package init() {}

  func reads(_ sources: [String]) -> [Read] {
    var reads: [Read] = [outside, text].compactMap(\.self).flatMap { id in
      sources.map { Read.outside(.member, source: $0, text: id) }
    }
    reads += [barcode, text].compactMap { $0.map { .barcode($0) } }
    reads += [number, text].compactMap { $0.map { .memberNumber($0) } }
    if let email { reads.append(.email(People.folded(email))) }
    return reads
  }

  /// Nil for nobody, and for several where nothing tells which.
  func find(_ facts: Facts, _ people: People, _ sources: [String]) -> Member? {
    for id in [outside, text].compactMap(\.self) {
      if let found = facts.outside(Member.self, sources, id) { return found.row }
    }
    let id =
      [barcode, text].compactMap { $0.flatMap { people.sole(barcode: $0, firstName) } }.first
      ?? [number, text].compactMap { $0.flatMap { people.sole(number: $0) } }.first
      ?? email.flatMap { people.sole(email: $0, firstName) }
    return id.flatMap { facts[$0] }
  }
}

/// The loaded members by what files call them; built once for an operation of many rows.
struct People {
  private var byBarcode: [String: [Member]] = [:]
  private var byNumber: [String: Member] = [:]
  private var byEmail: [String: [Member]] = [:]

  init(_ facts: Facts) {
    for member in facts.all(Member.self) {
      guard member.mergedInto != nil else {
        add(member)
        continue
      }
      byNumber[member.number] = facts[facts.standing(member.id)]
    }
  }

  mutating func add(_ member: Member) {
    func file(_ key: String, _ index: inout [String: [Member]]) {
      guard !key.isEmpty else { return }
      index[key, default: []].removeAll { $0.id == member.id }
      index[key, default: []].append(member)
    }
    file(member.barcode, &byBarcode)
    file(Self.folded(member.email), &byEmail)
    byNumber[member.number] = member
  }

  static func folded(_ text: String) -> String { text.lowercased() }

  func sole(barcode: String, _ firstName: String?) -> ID<Member>? {
    sole(byBarcode[barcode] ?? [], firstName)
  }

  func sole(number: String) -> ID<Member>? { byNumber[number]?.id }

  func sole(email: String, _ firstName: String?) -> ID<Member>? {
    sole(byEmail[Self.folded(email)] ?? [], firstName)
  }

  /// Families share addresses and cards: among several the first name decides.
  private func sole(_ found: [Member], _ firstName: String?) -> ID<Member>? {
    if found.count == 1 { return found.first?.id }
    let named = found.filter { Self.folded($0.firstName) == firstName.map(Self.folded) }
    return named.count == 1 ? named.first?.id : nil
  }

  /// The member whom a row of people means: by barcode, by number with the same first name, by
  /// e-mail with the same first name and no other birth date.
  func same(as row: MemberDetails, number: String?) -> ID<Member>? {
    if let barcode = row.barcode, let id = sole(barcode: barcode, row.firstName) { return id }
    if let number, let member = byNumber[number], Self.agree(row, member) { return member.id }
    let found = row.email.flatMap { byEmail[Self.folded($0)] } ?? []
    return found.first { Self.agree(row, $0) }?.id
  }

  private static func agree(_ row: MemberDetails, _ member: Member) -> Bool {
    let first = folded(row.firstName ?? "")
    let born = row.birthDate == nil || member.birthDate == nil || row.birthDate == member.birthDate
    return born && first == folded(member.firstName)
      && (!first.isEmpty || folded(row.lastName ?? "") == folded(member.lastName))
  }
}
