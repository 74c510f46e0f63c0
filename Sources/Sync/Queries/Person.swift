import Domain
import Rows
import SQLite

/// A member with what marks them stands on, read in the same row.
struct Person {
  var member: Member
  /// Usable credits; nil is unlimited.
  var credits: Credits?
  /// True where some of them are lost within the days of the warning.
  var losesSome: Bool
  /// True where the member ever had credits: others are not told that these run low.
  var hasLots: Bool
  /// True where the member was in before the session (or the moment) that the query named.
  var hasVisited: Bool
  var owes: Bool

  /// Columns for `init(_:at:warned:)`; the member stands in the query as `m`.
  ///
  /// ?1 is the day on which credits must be valid, ?2 the text of the location's id, ?3 the moment
  /// before which a visit counts.
  static let columns = """
    \(RowSQL[.member].columns(of: "m")),
    (SELECT iif(max(unlimited), NULL, ifnull(sum("left"), 0)) FROM lot
      WHERE member = m.id AND validFrom <= ?1 AND (validTo IS NULL OR validTo >= ?1)
        AND (locations = '' OR instr(locations, ?2))),
    (SELECT min(validTo) FROM lot
      WHERE member = m.id AND "left" > 0 AND validFrom <= ?1 AND +validTo >= ?1
        AND (locations = '' OR instr(locations, ?2))),
    EXISTS(SELECT 1 FROM lot WHERE member = m.id),
    EXISTS(SELECT 1 FROM booking p CROSS JOIN session q ON q.id = p.session
      WHERE p.member = m.id AND p.state = 'checkedIn' AND q.start < ?3),
    EXISTS(SELECT 1 FROM booking WHERE member = m.id AND unpaid)
    """
  static let width = Member.fields.count + 5

  /// Credits whose last day is `warned` or earlier are told of.
  init(_ row: Row, at column: Int = 0, warned: Day) throws {
    let end = column + Member.fields.count
    member = try row.record(Member.self, at: column)
    credits = row.optionalInt(end).map { Credits(hundredths: Int($0)) }
    losesSome = row.optionalText(end + 1).flatMap(Day.init(text:)).map { $0 <= warned } ?? false
    hasLots = row.bool(end + 2)
    hasVisited = row.bool(end + 3)
    owes = row.bool(end + 4)
  }

  /// Marks of the person on a day; `cost` is what one more such session takes.
  private func flags(on day: Day, cost: Credits) -> Set<Flag> {
    var flags: Set<Flag> = []
    if !hasVisited { flags.insert(.firstVisit) }
    if member.hasBirthday(on: day) { flags.insert(.birthday) }
    if member.waiverOn == nil { flags.insert(.noWaiver) }
    if member.parqOn == nil { flags.insert(.noParq) }
    if !member.medical.isEmpty { flags.insert(.injury) }
    if let credits, credits < cost { flags.insert(.lowCredits) }
    if losesSome { flags.insert(.expiringCredits) }
    if member.noShowHabit { flags.insert(.noShowHabit) }
    if member.status == .banned { flags.insert(.banned) }
    if member.status == .inactive { flags.insert(.inactive) }
    if member.permission == .restricted { flags.insert(.restricted) }
    if member.permission == .vip { flags.insert(.vip) }
    if let age = member.age(on: day), age < 18 { flags.insert(.minor) }
    return flags
  }

  /// Where no session is in question, credits are low below one.
  func flags(today: Day) -> [Flag] {
    let flags = flags(on: today, cost: hasLots ? Credits(1) : .zero)
    return Flag.allCases.filter { $0 == .unpaid ? owes : flags.contains($0) }
  }

  /// `over` of its places stand above the capacity.
  func flags(of booking: Booking, over: Int, on day: Day, cost: Credits) -> [Flag] {
    var flags = flags(on: day, cost: cost)
    if booking.unpaid || booking.amountDue > 0 { flags.insert(.unpaid) }
    if booking.overrideBy != nil || booking.overrideReason != nil { flags.insert(.override) }
    if over > 0 { flags.insert(.overCapacity) }
    if booking.walkIn { flags.insert(.walkIn) }
    return Flag.allCases.filter(flags.contains)
  }

  func hit(today: Day, score: Double) -> MemberHit {
    MemberHit(
      id: member.id, number: member.number, name: member.name, email: member.email,
      phone: member.phone, status: member.status, credits: credits, flags: flags(today: today),
      score: score)
  }
}

extension Member {
  /// Born on 29 February means 1 March in other years, as for the age.
  fileprivate func hasBirthday(on day: Day) -> Bool {
    guard let born = birthDate, born < day else { return false }
    return age(on: day) != age(on: day.adding(days: -1))
  }
}
