import Domain
import Support
import Testing

@Suite("Policy")
struct PolicyTests {
  @Test("the numbers of RULES.md are the defaults")
  func defaults() {
    let hour = 3_600
    let table: [PolicyKey: Int] = [
      .bookingOpensMember: 168 * hour, .bookingOpensStaff: 720 * hour, .holdLasts: 600,
      .holdsPerMinute: 5, .groupLimit: 12, .groupDiscountFrom: 5, .groupDiscountPercent: 10,
      .cancelFull: 24 * hour, .cancelHalf: 12 * hour, .cancelHalfPercent: 50, .refundGrace: 7,
      .offerLasts: 1_800, .offerShort: 300, .offerShortWithin: 2 * hour, .offerStops: 900,
      .vipFirst: 0, .checkInOpens: 1_800, .lateAfter: 600, .checkInCloses: 900,
      .judgeAfter: 2 * hour, .habitCount: 3, .habitDays: 30, .undoWithin: 900, .travel: 1_800,
      .slotEvery: 1_800, .creditDebt: 100, .refundLimit: 50_000, .overCapacityReceptionist: 1,
      .kioskWalkIn: 0,
      .parqRequired: 1, .heldRefundStays: 0, .expiryWarning: 7,
      .allotPerDesk: 1, .allotPercent: 10, .allotLeastOne: 0, .allotAhead: 24 * hour,
    ]
    #expect(table.count == PolicyKey.allCases.count)
    let policy = Policy(nearestFirst: [])
    for (key, number) in table {
      #expect(policy[key] == number, "\(key.rawValue)")
      #expect((0...key.ceiling).contains(number), "\(key.rawValue)")
    }
  }

  @Test("the nearest level wins: service, location, organization")
  func nearest() throws {
    var studio = StudioFixture()
    func late() throws -> RefusalCode? {
      var scene = studio
      let session = scene.session(in: 3_000)
      let booking = try scene.book(scene.member(), session)
      return scene.refusal(CheckIn(booking: booking), as: .device)
    }
    func set(_ number: Int?, _ edit: (inout SetPolicy) -> Void) throws {
      var intent = SetPolicy(.checkInOpens, number)
      edit(&intent)
      try studio.world.run(intent, as: studio.actor(.owner))
    }
    #expect(try late() == .checkInTooEarly)
    try set(3_600) { _ in }
    #expect(try late() == nil)
    try set(60) { $0.place = studio.here }
    #expect(try late() == .checkInTooEarly)
    try set(3_000) { $0.service = studio.yoga }
    #expect(try late() == nil)
    try set(nil) { $0.service = studio.yoga }
    #expect(try late() == .checkInTooEarly)
    try set(nil) { $0.place = studio.here }
    #expect(try late() == nil)
  }

  @Test(
    "only sensible numbers are taken",
    arguments: [
      (PolicyKey.cancelHalfPercent, 101), (.kioskWalkIn, 2), (.holdLasts, -1), (.habitDays, 367),
    ])
  func ranges(key: PolicyKey, number: Int) {
    var studio = StudioFixture()
    #expect(studio.refusal(SetPolicy(key, number), as: .owner) == .malformed)
    #expect(studio.refusal(SetPolicy(key, key.ceiling), as: .owner) == nil)
  }
}
