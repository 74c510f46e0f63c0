import Central
import CentralPostgres
import Testing

private func store() throws -> PostgresAuthorityStore { try TestDatabase.store() }

@Suite struct PostgresFeedBodyTests {
  let body = FeedBody(make: store)

  @Test func everyDeviceEndsWithItsRows() throws {
    let seen = try (1...6).map { try body.everyDeviceEndsWithItsRows(seed: $0) }
    #expect(seen.contains { $0.0 > 0 } && seen.contains { $0.desk > 0 })
    #expect(seen.contains { $0.kiosk > 0 })
  }
  @Test func whoSleptTooLongStartsFromNothing() throws {
    try body.whoSleptTooLongStartsFromNothing()
  }
  @Test func whatMovesOutOfSightIsTaken() throws { try body.whatMovesOutOfSightIsTaken() }
  @Test func whatMovedBeforeItsSessionLeftStays() throws {
    try body.whatMovedBeforeItsSessionLeftStays()
  }
  @Test func whatLeavesBetweenTwoPagesIsTakenWhole() throws {
    try body.whatLeavesBetweenTwoPagesIsTakenWhole()
  }
  @Test func aKioskReadsNobodysName() throws { try body.aKioskReadsNobodysName() }
  @Test func verifiersGoOnlyWhereTheirPeopleWork() throws {
    try body.verifiersGoOnlyWhereTheirPeopleWork()
  }
}

@Suite struct PostgresIntakeBodyTests {
  let body = IntakeBody(make: store)

  @Test func whatWaitsIsDecidedWhenTheOtherComes() throws {
    try body.whatWaitsIsDecidedWhenTheOtherComes()
  }
  @Test func whatCannotBeReadStaysParked() throws { try body.whatCannotBeReadStaysParked() }
  @Test func aCarriedQueueIsTakenOnce() throws { try body.aCarriedQueueIsTakenOnce() }
  @Test func aDeviceGetsItsOperationsBack() throws { try body.aDeviceGetsItsOperationsBack() }
  @Test func nobodyElseIsTheSystem() throws { try body.nobodyElseIsTheSystem() }
}

@Suite struct PostgresJobsBodyTests {
  let body = JobsBody(make: store)

  @Test func judgementWaitsForEveryDesk() throws { try body.judgementWaitsForEveryDesk() }
  @Test func aDeskThatIsClosedHoldsNothingUp() throws { try body.aDeskThatIsClosedHoldsNothingUp() }
  @Test func aDeskThatOpensAgainCounts() throws { try body.aDeskThatOpensAgainCounts() }
  @Test func aDeskThatIsGoneHoldsNothingUp() throws { try body.aDeskThatIsGoneHoldsNothingUp() }
  @Test func aDeskElsewhereHoldsNothingUp() throws { try body.aDeskElsewhereHoldsNothingUp() }
  @Test func expiryWaitsForEveryDesk() throws { try body.expiryWaitsForEveryDesk() }
  @Test func holdsEndAndPlacesAreOffered() throws { try body.holdsEndAndPlacesAreOffered() }
}

@Suite struct PostgresPlacesBodyTests {
  let body = PlacesBody(make: store)

  @Test func desksAreGrantedPlaces() throws { try body.desksAreGrantedPlaces() }
  @Test func whatWasUsedIsGrantedAgain() throws { try body.whatWasUsedIsGrantedAgain() }
  @Test func placesAreAskedBackAndGoOn() throws { try body.placesAreAskedBackAndGoOn() }
  @Test func anOutageBringsMorePlaces() throws { try body.anOutageBringsMorePlaces() }
  @Test func aLostDeskKeepsItsPlaces() throws { try body.aLostDeskKeepsItsPlaces() }
  @Test func anEarlierLifeKeepsItsPlaces() throws { try body.anEarlierLifeKeepsItsPlaces() }
}

@Suite struct PostgresDeviceBodyTests {
  let body = DeviceBody(make: store)

  @Test func aCodeLetsOneDeviceInOnce() throws { try body.aCodeLetsOneDeviceInOnce() }
  @Test func aWrongOrOldCodeLetsNobodyIn() throws { try body.aWrongOrOldCodeLetsNobodyIn() }
  @Test func aTokenIsTheDevicesAndEnds() throws { try body.aTokenIsTheDevicesAndEnds() }
  @Test func twoLivesGiveNoNumberTwice() throws { try body.twoLivesGiveNoNumberTwice() }
  @Test func nothingIsTakenFromARevokedDevice() throws {
    try body.nothingIsTakenFromARevokedDevice()
  }
  @Test func theAuthorityVouchesForTheTime() throws { try body.theAuthorityVouchesForTheTime() }
  @Test func passKeysRotate() throws { try body.passKeysRotate() }
  @Test func desksGetSignedPasses() throws { try body.desksGetSignedPasses() }
  @Test func kiosksGetLockedNames() throws { try body.kiosksGetLockedNames() }
  @Test func aPassOutlivesTheKeyBefore() throws { try body.aPassOutlivesTheKeyBefore() }
  @Test func numbersNeverRunShort() throws { try body.numbersNeverRunShort() }
  @Test func kiosksThatBookWalkInsGetNumbers() throws {
    try body.kiosksThatBookWalkInsGetNumbers()
  }
}

/// Four processes serve the same organization.
@Suite struct PostgresFightBodyTests {
  @Test func noPlaceIsGivenTwice() throws {
    try FightBody(make: store).noPlaceIsGivenTwice(
      seconds: 4, crews: Array(repeating: { try $0.reopened() }, count: 4), threads: onThreads)
  }
}
