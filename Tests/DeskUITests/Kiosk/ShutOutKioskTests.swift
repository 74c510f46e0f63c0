import DeskUI
import Domain
import Support
import Sync
import Testing

/// A kiosk that the studio has shut out, started again: members learn nothing but where to go, and
/// whoever has its exit PIN learns why.
@Suite struct ShutOutKioskTests {
  private static let reason =
    "This device was shut out of the studio. 2 operations are locked in /var/lib/x/undelivered.sealed."

  private func driver(_ desk: TestDesk) -> Driver {
    Driver(ShutOutKiosk(Self.reason, DeskOptions(), KioskLock(of: desk.directory.path)))
  }

  private func isForMembers(_ driver: Driver) -> Bool {
    driver.shows("This kiosk is out of order.") && driver.shows("Please go to the desk.")
      && !driver.shows("/var/lib") && !driver.shows("shut out")
  }

  @Test(arguments: [(80, 24), (40, 12), (200, 50)])
  func itsPINLeadsToWhyAndOut(_ width: Int, _ height: Int) throws {
    let desk = try TestDesk()
    try desk.store.setExit(pin: "4821")
    var driver = driver(desk)
    driver.resize(width, height)
    #expect(isForMembers(driver), "\(driver)")
    for (pin, isRight) in [("4822", false), ("4821", true)] {
      driver.press(.ctrl("x"))
      driver.type(pin)
      driver.press(.enter)
      #expect(driver.says(Self.reason) == isRight && driver.shows("Wrong PIN") != isRight)
      #expect(driver.last.after == .carryOn)
      if !isRight { driver.press(.esc) }
    }
    driver.press(.esc)
    #expect(isForMembers(driver), "\(driver)")
    driver.press(.ctrl("x"))
    driver.type("4821")
    driver.press(.enter)
    driver.wait(59)
    #expect(driver.says("Enter ends the program."), "\(driver)")
    driver.wait(1)
    #expect(isForMembers(driver), "it does not stay before members")
    driver.press(.ctrl("x"))
    driver.type("4821")
    driver.press(.enter, .enter)
    #expect(driver.last.after == .quit)
  }

  /// Shut out before its joining had set one: it stays all the same.
  @Test func withoutAPINNobodyIsLetOut() throws {
    let desk = try TestDesk()
    var driver = driver(desk)
    for key in [Key.ctrl("c"), .ctrl("z"), .esc, .enter, .char("q"), .char("y"), .f(3)] {
      driver.press(key)
      #expect(driver.last.after == .carryOn && isForMembers(driver), "\(driver)")
    }
    driver.press(.ctrl("x"))
    #expect(driver.shows("never had an exit PIN") && !driver.shows("/var/lib"), "\(driver)")
    driver.type("1111")
    driver.press(.enter)
    #expect(driver.last.after == .carryOn && isForMembers(driver), "\(driver)")

    try KioskLock(of: desk.directory.path).set(pin: "4821")
    driver.press(.ctrl("x"))
    driver.type("4821")
    driver.press(.enter, .enter)
    #expect(driver.last.after == .quit)
  }
}
