import DeskUI
import Domain
import Support
import Sync
import Testing

/// Any size and any name: nothing traps, no column shifts, no control reaches the terminal.
@Suite struct SweepTests {
  private static let sizes: [(Int, Int)] = {
    let small = (1...40).flatMap { width in (1...20).map { (width, $0) } }
    return small + [(80, 24), (79, 23), (81, 2), (200, 1), (1, 60), (200, 60), (0, 0)]
  }()

  @Test func everyScreenAtEverySize() throws {
    let desk = try TestDesk()
    try desk.book("Johan", into: "night")
    for stop in Tour.stops(desk) {
      var driver = desk.application(signedIn: desk.reception)
      for event in stop.events { driver.tell(event) }
      for (place, (width, height)) in Self.sizes.enumerated() {
        driver.resize(width, height)
        let grid = driver.picture(place % 3 == 0 ? .ascii : .unicode)
        #expect(grid.width == width && grid.height == height)
        if place % 17 == 0 { check(grid, stop.name) }
      }
    }
  }

  @Test(.enabled(if: SharedData.has("names/blns.txt"), "shared data is not here"))
  func nastyNamesStayInTheirColumns() throws {
    let desk = try TestDesk()
    let names = try SharedData.text("names/blns.txt").split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map(String.init)
    let booked = try desk.fill("night", with: names)
    #expect(booked > 300)
    var driver = desk.application(signedIn: desk.owner)
    driver.press(.end, .enter)
    for (width, height) in [(80, 24), (41, 13), (132, 43), (22, 6)] {
      driver.resize(width, height)
      driver.press(.home)
      for page in 0..<booked / 8 {
        driver.press(.pageDown)
        check(driver.picture(page % 2 == 0 ? .unicode : .ascii), "roster \(width)x\(height)")
      }
    }
  }

  private func check(_ grid: Grid, _ name: String) {
    for line in grid.lines {
      #expect(Width.columns(line) == grid.width, "\(name): \(line.debugDescription)")
      #expect(
        !line.unicodeScalars.contains { $0.properties.generalCategory == .control }, "\(name)")
    }
  }
}

extension TestDesk {
  /// Registers people of these names and books them, as many as the rulebook takes.
  func fill(_ key: String, with names: [String]) throws -> Int {
    let by = DeskStore.Hand(actor: .staff(owner.id))
    let session = try #require(sessions[key])
    _ = try store.submit(SetPolicy(.groupLimit, 12), by: by)
    var change = ChangeSession(session: session)
    change.capacity = 1_000
    _ = try store.submit(change, by: by)
    var booked = 0
    for name in names {
      var details = MemberDetails()
      details.firstName = name
      details.medical = name
      guard let receipt = try? store.submit(RegisterMember(details), by: by),
        let member = receipt.subject
      else { continue }
      _ = try store.submit(
        Book(session: session, member: ID(member), code: store.mintCode()), by: by)
      booked += 1
    }
    return booked
  }
}
