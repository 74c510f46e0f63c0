import DeskUI
import Testing

/// Every stop of the tour at the three sizes, as recorded.
@Suite struct SnapshotTests {
  @Test(arguments: [(80, 24), (60, 20), (132, 43)])
  func screensLookAsRecorded(_ size: (width: Int, height: Int)) throws {
    try Tour.walk(width: size.width, height: size.height) { stop, driver in
      guard stop.name != "pass" else { return }
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
    try Tour.walk { stop, driver in
      let text = driver.picture(.ascii).text
      #expect(text.unicodeScalars.allSatisfy { $0.isASCII }, "\(stop.name)\n\(text)")
    }
  }
}
