/// The actions of the permission matrix (RULES.md, "Who may do what"), row by row.
package enum Action: String, CaseIterable, Sendable {
  case seeOwn, bookSelf, bookForMember, cancelOwn, cancelAny, seeAll, editMember
  case checkIn, overrideAtDoor, grantCredits, takePayment, refundMoney
  case changeSession, manageSchedule, moneyReports, manageStudio
  case judge, resolveDecisions, importExport
}

/// How far a right reaches; what `own` and `limited` mean is said by the action's rule.
package enum Right: Int, Comparable, Sendable {
  case no, own, limited, yes

  package static func < (a: Right, b: Right) -> Bool { a.rawValue < b.rawValue }
}

extension Role {
  package func right(to action: Action) -> Right {
    switch self {
    case .owner: .yes
    case .locationManager: managerRight(to: action)
    case .receptionist: receptionistRight(to: action)
    case .instructor: instructorRight(to: action)
    case .financeManager: financeRight(to: action)
    }
  }

  private func managerRight(to action: Action) -> Right {
    switch action {
    case .bookSelf, .cancelOwn: action == .cancelOwn ? .yes : .no
    case .manageStudio: .limited
    default: .yes
    }
  }

  private func receptionistRight(to action: Action) -> Right {
    switch action {
    case .seeOwn, .bookForMember, .seeAll, .checkIn, .takePayment: .yes
    case .cancelAny, .editMember, .overrideAtDoor, .refundMoney, .changeSession,
      .resolveDecisions:
      .limited
    case .bookSelf, .cancelOwn, .grantCredits, .manageSchedule, .moneyReports, .manageStudio,
      .judge, .importExport:
      .no
    }
  }

  private func instructorRight(to action: Action) -> Right {
    switch action {
    case .seeOwn, .cancelOwn: .yes
    case .bookForMember, .seeAll, .checkIn, .changeSession, .moneyReports, .resolveDecisions: .own
    default: .no
    }
  }

  private func financeRight(to action: Action) -> Right {
    switch action {
    case .seeOwn, .moneyReports: .yes
    case .seeAll, .resolveDecisions: .limited
    default: .no
    }
  }
}

/// Who means an operation.
package enum Actor: Hashable, Sendable {
  case staff(ID<Staff>)
  /// A member for themselves, at a kiosk or by an application.
  case member(ID<Member>)
  /// The device itself, with nobody signed in.
  case device
  /// The authority's own jobs.
  case system

  package var staffID: ID<Staff>? { if case .staff(let id) = self { id } else { nil } }
}

extension Actor: TextCodable {
  package var text: String {
    switch self {
    case .staff(let id): "staff:\(id.text)"
    case .member(let id): "member:\(id.text)"
    case .device: "device"
    case .system: "system"
    }
  }

  package init?(text: String) {
    switch text {
    case "device": self = .device
    case "system": self = .system
    default:
      let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { return nil }
      if parts[0] == "staff", let id = ID<Staff>(text: parts[1]) {
        self = .staff(id)
      } else if parts[0] == "member", let id = ID<Member>(text: parts[1]) {
        self = .member(id)
      } else {
        return nil
      }
    }
  }

  package static var shape: String { "an actor" }
  package static func read(_ text: String) -> Self? { Self(text: text) }
  package var written: String { text }
}
