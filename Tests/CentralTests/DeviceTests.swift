import Central
import Testing
import Zones

@Suite struct DeviceTests {
  let body = DeviceBody { try SQLiteAuthorityStore(":memory:", zones: TZifTree()) }

  @Test func aCodeLetsOneDeviceInOnce() throws { try body.aCodeLetsOneDeviceInOnce() }
  @Test func aWrongOrOldCodeLetsNobodyIn() throws { try body.aWrongOrOldCodeLetsNobodyIn() }
  @Test func aTokenIsTheDevicesAndEnds() throws { try body.aTokenIsTheDevicesAndEnds() }
  @Test func nothingIsTakenFromARevokedDevice() throws {
    try body.nothingIsTakenFromARevokedDevice()
  }
  @Test func theAuthorityVouchesForTheTime() throws { try body.theAuthorityVouchesForTheTime() }
  @Test func passKeysRotate() throws { try body.passKeysRotate() }
  @Test func numbersNeverRunShort() throws { try body.numbersNeverRunShort() }
  @Test func kiosksThatBookWalkInsGetNumbers() throws {
    try body.kiosksThatBookWalkInsGetNumbers()
  }
}
