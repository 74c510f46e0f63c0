/// Every number of the rulebook that a studio may set for itself, with its default.
///
/// Durations are seconds, shares percent, money minor units, credits hundredths, switches 0 or 1.
package enum PolicyKey: String, CaseIterable, Sendable, Codable, CodingKeyRepresentable {
  case bookingOpensMember, bookingOpensStaff
  case holdLasts, holdsPerMinute
  case groupLimit, groupDiscountFrom, groupDiscountPercent
  case cancelFull, cancelHalf, cancelHalfPercent, refundGrace
  case offerLasts, offerShort, offerShortWithin, offerStops, vipFirst
  case checkInOpens, lateAfter, checkInCloses
  case judgeAfter, habitCount, habitDays
  case undoWithin, travel, slotEvery, creditDebt, refundLimit
  case overCapacityReceptionist
  case kioskWalkIn, parqRequired
  /// Of a session held despite its cancellation: those who came keep what went back to them.
  case heldRefundStays
  case expiryWarning
  /// Places that a desk may give out in the dark, and how much of a class they are together.
  case allotPerDesk, allotPercent, allotLeastOne, allotAhead

  /// The value where neither service, location nor organization says otherwise.
  package var standard: Int {
    switch self {
    case .bookingOpensMember: 168 * hour
    case .bookingOpensStaff: 30 * 24 * hour
    case .holdLasts: 10 * minute
    case .holdsPerMinute: 5
    case .groupLimit: 12
    case .groupDiscountFrom: 5
    case .groupDiscountPercent: 10
    case .cancelFull: 24 * hour
    case .cancelHalf: 12 * hour
    case .cancelHalfPercent: 50
    case .refundGrace: 7
    case .offerLasts: 30 * minute
    case .offerShort: 5 * minute
    case .offerShortWithin: 2 * hour
    case .offerStops: 15 * minute
    case .vipFirst: 0
    case .checkInOpens: 30 * minute
    case .lateAfter: 10 * minute
    case .checkInCloses: 15 * minute
    case .judgeAfter: 2 * hour
    case .habitCount: 3
    case .habitDays: 30
    case .undoWithin: 15 * minute
    case .travel: 30 * minute
    case .slotEvery: 30 * minute
    case .creditDebt: 100
    case .refundLimit: 50_000
    case .overCapacityReceptionist: 1
    case .kioskWalkIn: 0
    case .parqRequired: 1
    case .heldRefundStays: 0
    case .expiryWarning: 7
    case .allotPerDesk: 1
    case .allotPercent: 10
    case .allotLeastOne: 0
    case .allotAhead: 24 * hour
    }
  }

  /// What the number counts.
  package enum Measure: Sendable { case seconds, days, count, percent, cents, hundredths, toggle }

  package var measure: Measure {
    switch self {
    case .groupDiscountPercent, .cancelHalfPercent, .allotPercent: .percent
    case .vipFirst, .kioskWalkIn, .parqRequired, .heldRefundStays, .allotLeastOne: .toggle
    case .refundLimit: .cents
    case .creditDebt: .hundredths
    case .refundGrace, .habitDays, .expiryWarning: .days
    case .holdsPerMinute, .groupLimit, .groupDiscountFrom, .habitCount,
      .overCapacityReceptionist, .allotPerDesk:
      .count
    default: .seconds
    }
  }

  /// The largest sensible value; the least is 0.
  package var ceiling: Int {
    switch measure {
    case .percent: 100
    case .toggle: 1
    case .cents, .hundredths: 100_000_000
    case .days: 366
    case .count: 1_000
    case .seconds: 366 * 24 * hour
    }
  }
}

private let minute = 60
private let hour = 3_600

/// What one level (organization, location or service) sets for itself.
package struct PolicyOverrides: Hashable, Sendable, Codable, FieldValue {
  package var values: [PolicyKey: Int] = [:]

  package init(_ values: [PolicyKey: Int] = [:]) { self.values = values }

  package static var storage: Storage { .text }

  package var value: Value {
    .text(
      PolicyKey.allCases.compactMap { key in values[key].map { "\(key.rawValue)=\($0)" } }
        .joined(separator: "\u{1F}"))
  }

  package init?(value: Value) {
    guard case .text(let text) = value else { return nil }
    for pair in text.split(separator: "\u{1F}") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      // A key that this version does not know is a later version's: it is passed over.
      guard parts.count == 2, let number = Int(parts[1]) else { return nil }
      if let key = PolicyKey(rawValue: String(parts[0])) { values[key] = number }
    }
  }
}

/// The policy that holds at one place: the nearest level that sets a key wins.
package struct Policy: Sendable {
  private let levels: [PolicyOverrides]

  /// Takes the levels from the nearest (service) to the farthest (organization).
  package init(nearestFirst levels: [PolicyOverrides]) { self.levels = levels }

  package subscript(_ key: PolicyKey) -> Int {
    for level in levels {
      if let value = level.values[key] { return value }
    }
    return key.standard
  }

  package func isOn(_ key: PolicyKey) -> Bool { self[key] != 0 }
}

extension Facts {
  package func policy(for service: Service? = nil, at place: ID<Location>) -> Policy {
    Policy(
      nearestFirst: [service?.policy, self[place]?.policy, organization?.policy].compactMap { $0 })
  }

  package func policy(for session: Session) -> Policy {
    policy(for: self[session.service], at: session.location)
  }
}
