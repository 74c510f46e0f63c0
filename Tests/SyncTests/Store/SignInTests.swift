import Domain
import Support
import Sync
import Testing

struct SignInTests {
  @Test func theRightPinSignsInAndTheWrongOneDoesNot() throws {
    let studio = try TrialStudio()
    let owner = try #require(studio.store.studio.staff.first)
    try studio.store.signIn(owner.id, pin: "4711")
    expect(.wrongPIN) { try studio.store.signIn(owner.id, pin: "4712") }
    expect(.wrongPIN) { try studio.store.signIn(.none, pin: "4711") }
  }

  @Test func wrongPinsAreSlowedDownAcrossRestarts() throws {
    let studio = try TrialStudio()
    let owner = try #require(studio.store.studio.staff.first)
    for _ in 1...4 { expect(.wrongPIN) { try studio.store.signIn(owner.id, pin: "0000") } }
    let other = try studio.opened()
    expect(.lockedOut) { try other.signIn(owner.id, pin: "4711") }
  }

  @Test func aKioskThatKnowsNobodyHasAPinOfItsOwn() throws {
    let studio = try TrialStudio()
    expect(.wrongPIN) { try studio.store.checkExit(pin: "2468") }
    expect(.malformed) { try studio.store.setExit(pin: "12a4") }
    try studio.store.setExit(pin: "2468")
    let other = try studio.opened()
    try other.checkExit(pin: "2468")
    for _ in 1...4 { expect(.wrongPIN) { try other.checkExit(pin: "4711") } }
    expect(.lockedOut) { try studio.store.checkExit(pin: "2468") }
    // It is nobody's PIN but the door's.
    let owner = try #require(studio.store.studio.staff.first)
    expect(.wrongPIN) { try studio.store.signIn(owner.id, pin: "2468") }
  }

  @Test func rightPinsAtTheSameTimeAreNoWrongOnes() async throws {
    let studio = try TrialStudio()
    let owner = try #require(studio.store.studio.staff.first)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        let store = number.isMultiple(of: 2) ? studio.store : try studio.opened()
        group.addTask { try store.signIn(owner.id, pin: "4711") }
      }
      try await group.waitForAll()
    }
  }

  @Test func aPinIsFourToEightDigits() throws {
    let studio = try TrialStudio()
    for pin in ["", "123", "123456789", "12a4", "١٢٣٤"] {
      expect(.malformed) { _ = try studio.store.verifier(pin: pin) }
    }
    let verifier = try studio.store.verifier(pin: "12345678")
    let staff = AddStaff(name: "New", roles: [RoleAt(.receptionist)], verifier: verifier)
    let person = ID<Staff>(try #require(try studio.submit(staff).subject))
    try studio.store.signIn(person, pin: "12345678")
  }

  @Test func waitsGrowAndAreForgotten() {
    let person = ID<Staff>(Bits128(hi: 1, lo: 2))
    let start = Instant(1_000_000)
    var throttle = SignInThrottle()
    var now = start
    for wait in [0, 0, 0, 2, 4, 8, 16, 32, 60, 60] {
      throttle.count(person, at: now)
      #expect(throttle.wait(person, at: now) == wait)
      if wait > 0 { #expect(throttle.wait(person, at: now + wait - 1) == 1) }
      #expect(throttle.wait(person, at: now + wait) == 0)
      #expect(throttle.wait(.none, at: now) == 0)
      now = now + wait
    }
    #expect(SignInThrottle(bytes: throttle.bytes) == throttle)
    // A clock set back locks nobody out for longer than the wait itself.
    var back = throttle
    let early = start - 1_000_000
    #expect(back.meet(early) && back.wait(person, at: early) == 60)
    #expect(!back.meet(early + 59) && back.wait(person, at: early + 59) == 1)
    #expect(back.wait(person, at: early + 60) == 0)
    throttle.count(person, at: now + 5 * 60)
    #expect(throttle.wait(person, at: now + 5 * 60) == 0)
    throttle.reset(person)
    #expect(throttle.bytes == [UInt8](repeating: 0, count: SignInThrottle.size))
  }

  @Test func unreadableRowsAreForgotten() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<500 {
      var throttle = SignInThrottle(bytes: generator.bytes(0...5_000))
      throttle.count(.none, at: Instant(0))
      #expect(throttle.bytes.count == SignInThrottle.size)
    }
    #expect(SignInThrottle(bytes: Array("a b c\n\n1 2\n".utf8)) == SignInThrottle())
  }

  @Test func nobodyGoesUncountedWhereManyAreTried() {
    func person(_ number: Int) -> ID<Staff> { ID(Bits128(hi: 1, lo: UInt64(number))) }
    let now = Instant(1_000_000)
    var throttle = SignInThrottle()
    for number in 1...128 { throttle.count(person(number), at: now + number) }
    #expect(SignInThrottle(bytes: throttle.bytes) == throttle)
    #expect(throttle.wait(person(129), at: now + 299) == 60)
    #expect(throttle.wait(person(129), at: now + 301) == 0)
    throttle.count(person(129), at: now + 301)
    #expect(throttle.tries[person(1)] == nil && throttle.tries[person(2)] != nil)
    #expect(SignInThrottle(bytes: throttle.bytes) == throttle)
  }

  @Test func aFullDiskKeepsNobodyOutAndStillCounts() throws {
    guard let disk = SmallDisk() else { return }
    let store = try disk.found()
    let owner = try #require(store.studio.staff.first)
    disk.fill()
    try store.signIn(owner.id, pin: "4711")
    for _ in 1...4 { expect(.wrongPIN) { try store.signIn(owner.id, pin: "0000") } }
    expect(.lockedOut) { try store.signIn(owner.id, pin: "4711") }
  }

  private func expect(
    _ code: RefusalCode, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
  ) {
    let refusal = #expect(throws: Refusal.self, sourceLocation: sourceLocation) { try body() }
    #expect(refusal?.code == code, sourceLocation: sourceLocation)
  }
}
