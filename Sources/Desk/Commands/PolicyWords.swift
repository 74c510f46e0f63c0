import Domain

/// A number of the rulebook as it is typed, and what it is about.
extension PolicyKey {
  /// The factors of the letters that may stand behind the number.
  var units: [Character: Int] {
    switch measure {
    case .seconds: ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    case .days: ["d": 1]
    case .count, .percent, .cents, .hundredths, .toggle: [:]
    }
  }

  /// `30m`, `24h`, `7d`: the largest unit that leaves a whole number, days from the second on.
  func typed(_ value: Int) -> String {
    switch measure {
    case .seconds where value > 0:
      if value % 86_400 == 0, value > 86_400 { return "\(value / 86_400)d" }
      if value % 3_600 == 0 { return "\(value / 3_600)h" }
      return value % 60 == 0 ? "\(value / 60)m" : "\(value)s"
    case .days: return "\(value)d"
    default: return "\(value)"
    }
  }

  var meaning: String {
    switch self {
    case .bookingOpensMember: "before the start members may book"
    case .bookingOpensStaff: "before the start staff may book"
    case .holdLasts: "a hold keeps its places"
    case .holdsPerMinute: "holds a member may make in a minute"
    case .groupLimit: "the most places in one booking"
    case .groupDiscountFrom: "places from which a group pays less"
    case .groupDiscountPercent: "percent that such a group pays less"
    case .cancelFull: "cancelled so long before the start, all credits return"
    case .cancelHalf: "cancelled so long before the start, some credits return"
    case .cancelHalfPercent: "percent of them that return then"
    case .refundGrace: "credits returned to an expired lot stay good"
    case .offerLasts: "a place offered to who waits is kept"
    case .offerShort: "the same where the class starts soon"
    case .offerShortWithin: "what soon means there"
    case .offerStops: "before the start no place is offered any more"
    case .vipFirst: "1: vips wait before all others"
    case .checkInOpens: "before the start check-in opens"
    case .lateAfter: "after the start who comes is late"
    case .checkInCloses: "after the start check-in closes for members"
    case .judgeAfter: "after the end who is missing becomes a no-show"
    case .habitCount: "no-shows that flag a member"
    case .habitDays: "days in which they are counted"
    case .undoWithin: "an act can be taken back on its device"
    case .travel: "a leader's way between two locations"
    case .slotEvery: "steps of the clock on which a 1:1 starts"
    case .creditDebt: "credits that may be short after an outage, in hundredths"
    case .refundLimit: "the most that reception refunds at once, in cents"
    case .overCapacityReceptionist: "places that reception may add to a full session"
    case .kioskWalkIn: "1: a kiosk offers free places"
    case .parqRequired: "1: a kiosk asks for the health form"
    case .heldRefundStays: "1: who came to a cancelled session pays nothing"
    case .expiryWarning: "before credits expire staff are warned"
    case .allotPerDesk: "places of a class that a desk may sell without a line"
    case .allotPercent: "percent of a class that all desks may hold so"
    case .allotLeastOne: "1: also of a small class they may hold one"
    case .allotAhead: "before the start desks are given such places"
    }
  }
}
