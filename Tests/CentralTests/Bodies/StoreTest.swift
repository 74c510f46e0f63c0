import Central
import Testing

/// Tests that every store passes; each runs on stores of its own.
protocol StoreBody {
  associatedtype Store: AuthorityStore
  init(make: @escaping () throws -> Store)
}

/// One of them, by its name.
struct StoreTest<Store: AuthorityStore & SendableMetatype>: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let run: @Sendable (_ make: @escaping () throws -> Store) throws -> Void

  private init<Body: StoreBody & SendableMetatype>(
    _ name: String, _ test: @escaping @Sendable (Body) -> () throws -> Void
  ) where Body.Store == Store {
    testDescription = name
    run = { make in try test(Body(make: make))() }
  }

  static var intake: [Self] {
    typealias Body = IntakeBody<Store>
    return [
      Self("whatWaitsIsDecidedWhenTheOtherComes", Body.whatWaitsIsDecidedWhenTheOtherComes),
      Self("whatCannotBeReadStaysParked", Body.whatCannotBeReadStaysParked),
      Self("aCarriedQueueIsTakenOnce", Body.aCarriedQueueIsTakenOnce),
      Self("whatWasBroughtHasItsPlaceLater", Body.whatWasBroughtHasItsPlaceLater),
      Self("aDeviceGetsItsOperationsBack", Body.aDeviceGetsItsOperationsBack),
      Self("nobodyElseIsTheSystem", Body.nobodyElseIsTheSystem),
    ]
  }

  static var feed: [Self] {
    typealias Body = FeedBody<Store>
    return [
      Self("everyDeviceEndsWithItsRows", Body.everyDeviceEndsWithItsRows),
      Self("whoSleptTooLongStartsFromNothing", Body.whoSleptTooLongStartsFromNothing),
      Self("whatMovesOutOfSightIsTaken", Body.whatMovesOutOfSightIsTaken),
      Self("whatMovedBeforeItsSessionLeftStays", Body.whatMovedBeforeItsSessionLeftStays),
      Self("whatLeavesBetweenTwoPagesIsTakenWhole", Body.whatLeavesBetweenTwoPagesIsTakenWhole),
      Self("aKioskReadsNobodysName", Body.aKioskReadsNobodysName),
      Self("verifiersGoOnlyWhereTheirPeopleWork", Body.verifiersGoOnlyWhereTheirPeopleWork),
    ]
  }

  static var jobs: [Self] {
    typealias Body = JobsBody<Store>
    return [
      Self("judgementWaitsForEveryDesk", Body.judgementWaitsForEveryDesk),
      Self("aDeskThatIsClosedHoldsNothingUp", Body.aDeskThatIsClosedHoldsNothingUp),
      Self("aDeskThatOpensAgainCounts", Body.aDeskThatOpensAgainCounts),
      Self("aDeskThatIsGoneHoldsNothingUp", Body.aDeskThatIsGoneHoldsNothingUp),
      Self("aDeskElsewhereHoldsNothingUp", Body.aDeskElsewhereHoldsNothingUp),
      Self("expiryWaitsForEveryDesk", Body.expiryWaitsForEveryDesk),
      Self("holdsEndAndPlacesAreOffered", Body.holdsEndAndPlacesAreOffered),
    ]
  }

  static var places: [Self] {
    typealias Body = PlacesBody<Store>
    return [
      Self("desksAreGrantedPlaces", Body.desksAreGrantedPlaces),
      Self("whatWasUsedIsGrantedAgain", Body.whatWasUsedIsGrantedAgain),
      Self("placesAreAskedBackAndGoOn", Body.placesAreAskedBackAndGoOn),
      Self("anOutageBringsMorePlaces", Body.anOutageBringsMorePlaces),
      Self("aLostDeskKeepsItsPlaces", Body.aLostDeskKeepsItsPlaces),
      Self("anEarlierLifeKeepsItsPlaces", Body.anEarlierLifeKeepsItsPlaces),
    ]
  }

  static var device: [Self] {
    typealias Body = DeviceBody<Store>
    return [
      Self("aCodeLetsOneDeviceInOnce", Body.aCodeLetsOneDeviceInOnce),
      Self("aWrongOrOldCodeLetsNobodyIn", Body.aWrongOrOldCodeLetsNobodyIn),
      Self("aTokenIsTheDevicesAndEnds", Body.aTokenIsTheDevicesAndEnds),
      Self("twoLivesGiveNoNumberTwice", Body.twoLivesGiveNoNumberTwice),
      Self("nothingIsTakenFromARevokedDevice", Body.nothingIsTakenFromARevokedDevice),
      Self("theAuthorityVouchesForTheTime", Body.theAuthorityVouchesForTheTime),
      Self("passKeysRotate", Body.passKeysRotate),
      Self("desksGetSignedPasses", Body.desksGetSignedPasses),
      Self("kiosksGetLockedNames", Body.kiosksGetLockedNames),
      Self("aPassOutlivesTheKeyBefore", Body.aPassOutlivesTheKeyBefore),
      Self("numbersNeverRunShort", Body.numbersNeverRunShort),
      Self("kiosksThatBookWalkInsGetNumbers", Body.kiosksThatBookWalkInsGetNumbers),
    ]
  }
}
