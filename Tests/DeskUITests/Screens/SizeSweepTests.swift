import DeskUI
import Domain
import FoundationEssentials
import Support
import Sync
import Testing

/// Any size and any name: nothing traps, no column shifts, no control reaches the terminal.
@Suite struct SizeSweepTests {
  private static let isFull = ProcessInfo.processInfo.environment["STUDIOLOOP_SWEEP"] == "full"

  /// All small ones and the edges; with `STUDIOLOOP_SWEEP=full` all up to 200x60.
  private static let sizes: [(Int, Int)] = {
    let (width, height) = isFull ? (200, 60) : (40, 20)
    let all = (1...width).flatMap { width in (1...height).map { (width, $0) } }
    let edges = (1...200).map { ($0, 1) } + (1...60).map { (1, $0) }
    return all + edges + [(0, 0), (80, 24), (79, 23), (81, 2), (132, 43), (200, 60)]
  }()

  @Test func everyScreenAtEverySize() throws {
    try Tour.walk { stop, driver in
      for (width, height) in Self.sizes {
        driver.resize(width, height)
        for glyphs in [Glyphs.unicode, .ascii] {
          let grid = driver.picture(glyphs)
          #expect(grid.width == width && grid.height == height)
          check(grid, stop.name)
        }
      }
    }
  }

  @Test(.enabled(if: SharedData.has("names/blns.txt"), "shared data is not here"))
  func nastyNamesStayInTheirColumns() throws {
    let desk = try TestDesk()
    let names = try SharedData.text("names/blns.txt").split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map(String.init)
    let booked = try desk.fill("night", with: names)
    #expect(booked.count > 300)
    var roster = desk.application(signedIn: desk.owner)
    roster.press(.end, .enter)
    var members = desk.application(signedIn: desk.owner)
    var kiosk = desk.application(signedIn: nil, mode: .kiosk)
    for (width, height) in [(80, 24), (41, 13), (132, 43), (22, 6)] {
      roster.resize(width, height)
      members.resize(width, height)
      kiosk.resize(width, height)
      roster.press(.home)
      for page in 0..<booked.count / 8 {
        roster.press(.pageDown)
        check(roster.picture(page % 2 == 0 ? .unicode : .ascii), "roster \(width)x\(height)")
      }
      // Its profile and its form for each, found by number; then the kiosk's words for it.
      for (place, member) in booked.enumerated() where place % 4 == width % 4 {
        members.press(.f(6), .ctrl("u"))
        members.type(member.number)
        check(members.picture(), "members")
        members.press(.enter)
        check(members.picture(place % 8 < 4 ? .unicode : .ascii), "profile")
        members.press(.char("e"))
        check(members.picture(place % 8 < 4 ? .unicode : .ascii), "form")
        members.press(.esc)
        kiosk.tell(.scan(member.number))
        check(kiosk.picture(place % 8 < 4 ? .unicode : .ascii), "kiosk")
      }
    }
  }

  /// Two people of one name and address each: what is decided about them keeps to its columns too.
  @Test(.enabled(if: SharedData.has("names/blns.txt"), "shared data is not here"))
  func nastyNamesWaitForADecision() throws {
    let desk = try TestDesk()
    let by = DeskStore.Hand(actor: .staff(desk.owner.id))
    let names = try SharedData.text("names/blns.txt").split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map(String.init)
    for (place, name) in names.enumerated() where place % 4 == 0 {
      for _ in 1...2 {
        var details = MemberDetails()
        (details.firstName, details.email) = (name, "a\(place)@example.org")
        _ = try? desk.store.submit(RegisterMember(details), by: by)
      }
    }
    let count = try desk.store.decisions(seenBy: desk.owner).decisions.count
    #expect(count > 50)
    var driver = desk.application(signedIn: desk.owner)
    driver.press(.f(9))
    for place in 0..<count {
      let (width, height) = [(80, 24), (41, 13), (132, 43), (22, 6)][place % 4]
      driver.resize(width, height)
      check(driver.picture(place % 8 < 4 ? .unicode : .ascii), "decisions \(width)x\(height)")
      driver.press(.enter)
      check(driver.picture(place % 8 < 4 ? .unicode : .ascii), "settle \(width)x\(height)")
      driver.press(.esc, .down)
    }
  }

  /// Rows of whole columns, and nothing in them that a terminal would obey.
  private func check(_ grid: Grid, _ name: String) {
    let wrong = grid.lines.filter { line in
      Width.columns(line) != grid.width
        || line.unicodeScalars.contains {
          $0.value < 32 || 127..<160 ~= $0.value || 0x202A...0x202E ~= $0.value
            || 0x2066...0x2069 ~= $0.value
        }
    }
    let size = "\(grid.width)x\(grid.height)"
    #expect(wrong.isEmpty, "\(name) \(size): \(wrong.map(\.debugDescription))")
    let runs = Painter.runs(from: nil, to: grid)
    #expect(runs.reduce(0) { $0 + $1.columns.count } == grid.cells.count, "\(name) \(size)")
  }
}

extension TestDesk {
  /// Registers people of these names and books them, as many as the rulebook takes.
  func fill(_ key: String, with names: [String]) throws -> [Member] {
    let by = DeskStore.Hand(actor: .staff(owner.id))
    let session = try #require(sessions[key])
    _ = try store.submit(SetPolicy(.groupLimit, 12), by: by)
    var change = ChangeSession(session: session)
    change.capacity = 1_000
    _ = try store.submit(change, by: by)
    var booked: [Member] = []
    for name in names {
      var details = MemberDetails()
      details.firstName = name
      details.medical = name
      guard let receipt = try? store.submit(RegisterMember(details), by: by),
        let member = receipt.subject
      else { continue }
      _ = try store.submit(
        Book(session: session, member: ID(member), code: store.mintCode()), by: by)
      if let row = try store.profile(ID(member))?.member { booked.append(row) }
    }
    return booked
  }
}
