package struct Staff: Record {
  package var id = ID<Staff>.none
  package var name = ""
  package var roles: [RoleAt] = []
  package var active = true
  /// The digit typed before the PIN to switch staff in two seconds; 0 where there is none.
  package var digit = 0
  /// Argon2id verifier of the PIN, sealed under the studio's verifier key; empty on a device that has
  /// no business with it.
  package var verifier = Bytes()

  package static let table = Table.staff
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("name", \.name), Field("roles", \.roles),
    Field("active", \.active), Field("digit", \.digit), Field("verifier", \.verifier),
  ]
  package init() {}

  /// The roles that hold at a location.
  package func roles(at location: ID<Location>) -> [Role] {
    active ? roles.filter { $0.location == nil || $0.location == location }.map(\.role) : []
  }
}

package enum Role: String, CaseIterable, Sendable, Codable {
  case instructor, receptionist, locationManager, financeManager, owner

  /// What people say and read: "trainer"; the raw value is for documents.
  package var word: String {
    switch self {
    case .instructor: "trainer"
    case .receptionist: "reception"
    case .locationManager: "manager"
    case .financeManager: "finance"
    case .owner: "owner"
    }
  }

  /// By either of its names; `admin` is a manager of all locations.
  package init?(word: String) {
    let word = word.lowercased() == "admin" ? "manager" : word.lowercased()
    let role = Role.allCases.first { $0.word == word || $0.rawValue.lowercased() == word }
    guard let role else { return nil }
    self = role
  }
}

/// A role and where it holds; without a location it holds everywhere.
package struct RoleAt: Hashable, Sendable, Codable, Packable {
  package var role: Role
  package var location: ID<Location>?

  package init(_ role: Role, at location: ID<Location>? = nil) {
    self.role = role
    self.location = location
  }

  package var packed: String { location.map { "\(role.rawValue)@\($0.text)" } ?? role.rawValue }

  package init?(packed: String) {
    let parts = packed.split(separator: "@", maxSplits: 1)
    guard let first = parts.first, let role = Role(rawValue: String(first)) else { return nil }
    self.role = role
    if parts.count == 2 {
      guard let id = ID<Location>(text: String(parts[1])) else { return nil }
      location = id
    }
  }
}
