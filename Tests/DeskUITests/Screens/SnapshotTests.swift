import DeskUI
import Testing

/// Every stop of the tour at the three sizes, as recorded.
@Suite struct SnapshotTests {
  @Test(arguments: [(80, 24), (60, 20), (132, 43)])
  func screensLookAsRecorded(_ size: (width: Int, height: Int)) throws {
    let desk = try TestDesk()
    try desk.book("Johan", into: "night")
    for stop in Tour.stops(desk) where stop.name != "pass" {
      var driver = desk.application(signedIn: desk.reception)
      driver.resize(size.width, size.height)
      for event in stop.events { driver.tell(event) }
      let name = "\(stop.name)-\(size.width)x\(size.height)"
      try Snapshot.expect(driver.text, name)
      if size.width == 80 {
        try Snapshot.expect(driver.picture(.ascii).text, name + "-ascii")
        // What monochrome has to tell apart: the role of every cell.
        try Snapshot.expect(driver.picture().styleLines.joined(separator: "\n"), name + "-roles")
      }
    }
  }

  @Test func asciiScreensAreASCII() throws {
    let desk = try TestDesk()
    for stop in Tour.stops(desk) {
      var driver = desk.application(signedIn: desk.reception)
      for event in stop.events { driver.tell(event) }
      let text = driver.picture(.ascii).text
      #expect(text.unicodeScalars.allSatisfy { $0.isASCII }, "\(stop.name)\n\(text)")
    }
  }
}
