import Glibc
import Support
import Sync
import Testing

/// The kernel's files, made by hand in a folder of their own.
@Suite struct BatteryTests {
  private let root = TemporaryDirectory()

  private func supply(_ name: String, _ files: [String: String]) throws {
    mkdir(root.file(name), 0o700)
    for (file, text) in files {
      let stream = try #require(fopen(root.file("\(name)/\(file)"), "w"))
      fputs(text + "\n", stream)
      fclose(stream)
    }
  }

  @Test func aLaptopOnItsBattery() throws {
    try supply("AC", ["type": "Mains", "online": "0"])
    try supply(
      "BAT0", ["type": "Battery", "present": "1", "status": "Discharging", "capacity": "62"])
    #expect(Battery.read(in: root.path) == Battery(percent: 62, isDischarging: true))
  }

  @Test(arguments: [
    ("Charging", "40"), ("Full", "100"), ("Not charging", "80"), ("Unknown", "55"),
  ])
  func onTheMains(_ status: String, capacity: String) throws {
    try supply("BAT0", ["type": "Battery", "status": status, "capacity": capacity])
    #expect(
      Battery.read(in: root.path)
        == Battery(percent: try #require(Int(capacity)), isDischarging: false))
  }

  @Test func severalAreOne() throws {
    try supply("BAT0", ["type": "Battery", "status": "Unknown", "capacity": "100"])
    try supply("BAT1", ["type": "Battery", "status": "Discharging", "capacity": "20"])
    try supply("ups", ["type": "UPS", "status": "Discharging", "capacity": "30"])
    #expect(Battery.read(in: root.path) == Battery(percent: 50, isDischarging: true))
  }

  /// A mouse, a bay without its battery, and files that say nothing.
  @Test func whatKeepsNoMachineUp() throws {
    #expect(Battery.read(in: root.path + "/none") == nil)
    try supply(
      "mouse", ["type": "Battery", "scope": "Device", "status": "Discharging", "capacity": "5"])
    try supply("BAT1", ["type": "Battery", "present": "0", "capacity": "0"])
    try supply("usb", ["type": "USB", "online": "1"])
    try supply("odd", ["type": "Battery", "status": "Discharging", "capacity": "much"])
    #expect(Battery.read(in: root.path) == nil)
  }

  /// Once for each time it comes to its end.
  @Test func theLastTenthCallsOnce() {
    var plan = PowerPlan()
    let course = [40, 11, 9, 8, 12, 9, 16, 9, 5]
    let calls = course.map { plan.isLow(Battery(percent: $0, isDischarging: true)) }
    #expect(calls == [false, false, true, false, false, false, false, true, false])
    let charged = plan.isLow(Battery(percent: 4, isDischarging: false))
    let again = plan.isLow(Battery(percent: 4, isDischarging: true))
    #expect(!charged && again)
  }
}
