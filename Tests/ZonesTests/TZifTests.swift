import Domain
import Glibc
import Support
import Testing
import Zones

private let tree = TZifTree()
private let isInstalled = access("/usr/share/zoneinfo/zone1970.tab", R_OK) == 0

@Suite struct TZifTests {
  @Test(.enabled(if: isInstalled, "tzdata is not installed"))
  func knowsJohannesburgAndToronto() throws {
    let noon = try #require(Instant(iso8601: "2026-07-01T12:00:00Z", in: .utc))
    #expect(try tree.zone(named: "Africa/Johannesburg").offset(at: noon) == 7_200)
    #expect(try tree.zone(named: "America/Toronto").offset(at: noon) == -14_400)
    #expect(try tree.zone(named: "UTC").offset(at: noon) == 0)
    #expect(try tree.zone(named: "US/Eastern").offset(at: noon) == -14_400)
    #expect(try tree.zone(named: "Etc/GMT+5").offset(at: noon) == -18_000)
    let zone = try tree.zone(named: "Africa/Johannesburg")
    #expect(zone.name == "Africa/Johannesburg")
    #expect(try tree.zone(named: "Africa/Johannesburg") == zone)
  }

  /// Both sides of every change as `zdump` tells them: of every zone while files list them, then of every tenth.
  @Test(
    .enabled(if: isInstalled, "tzdata is not installed"),
    arguments: [(1970, 2038, 1, 20_000), (2038, 2101, 10, 2_000)])
  func agreesWithZdump(from first: Int, to last: Int, every step: Int, least: Int) throws {
    let all = lines(of: "cut -f3 /usr/share/zoneinfo/zone1970.tab").filter {
      $0.contains("/") && !$0.hasPrefix("#")
    }
    try #require(all.count > 250)
    let names = stride(from: 0, to: all.count, by: step).map { all[$0] }
    var compared = 0
    var wrong: [String] = []
    for line in lines(of: "zdump -v -c \(first),\(last) \(names.joined(separator: " "))") {
      guard let row = ZdumpRow(line) else { continue }
      compared += 1
      let zone = try tree.zone(named: row.zone)
      let shown = zone.local(row.instant)
      let agrees =
        shown.offset == row.offset && shown.day == row.day && shown.secondOfDay == row.secondOfDay
      // A wall clock time shown twice is the first of both, so going back may give an earlier moment.
      let back = zone.instant(shown.day, secondOfDay: shown.secondOfDay)
      if !agrees || back > row.instant || zone.local(back).secondOfDay != shown.secondOfDay {
        wrong.append(line)
      }
    }
    #expect(compared > least)
    #expect(wrong.prefix(5) == [])
  }

  @Test(arguments: [
    ("", ZoneFailure.Code.badName), ("/etc/passwd", .badName), ("../../../etc/passwd", .badName),
    ("Africa/../../passwd", .badName), ("Africa//Cairo", .badName), ("Africa/", .badName),
    ("Africa/Jo burg", .badName), ("Africa/Café", .badName), ("Africa/Cairo\0", .badName),
    ("Africa/Atlantis", .unknown), ("Africa", .unknown), ("africa/cairo", .unknown),
    ("zone1970", .unknown), ("tzdata", .unknown), ("right/Africa/Cairo", .damaged),
  ])
  func refusesOtherNames(_ name: String, code: ZoneFailure.Code) throws {
    // Some systems do not ship the tree that counts leap seconds.
    if name.hasPrefix("right/"), access("/usr/share/zoneinfo/\(name)", R_OK) != 0 { return }
    #expect(throws: ZoneFailure(code, zone: name)) { try tree.zone(named: name) }
  }

  @Test func doesNotFollowLinksOutOfTheTree() throws {
    var template = Array("/tmp/tzif.XXXXXX".utf8CString)
    let root = try #require(
      template.withUnsafeMutableBufferPointer { buffer in
        buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
      })
    defer {
      unlink("\(root)/Away")
      rmdir(root)
    }
    try #require(symlink("/etc/passwd", "\(root)/Away") == 0)
    #expect(throws: ZoneFailure(.unknown, zone: "Away")) {
      try TZifTree(root: root).zone(named: "Away")
    }
  }

  // MARK: Files made by hand

  @Test(arguments: ["2", "3", "4"])
  func readsSlimFiles(_ version: String) throws {
    let zone = try TZif.zone(
      named: "Made", bytes: file(version: version, footer: "EST5EDT,M3.2.0,M11.1.0"))
    let winter = try #require(Instant(iso8601: "2099-03-08T06:59:59Z", in: .utc))
    #expect(zone.offset(at: winter) == -18_000)
    #expect(zone.offset(at: winter + 1) == -14_400)
  }

  /// Rules of the field: names in brackets, hours below zero and above a day, both day counts, the south.
  @Test(arguments: [
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2030-03-31T00:59:59Z", -7_200, -3_600),
    ("IST-2IDT,M3.4.4/26,M10.5.0", "2030-03-28T23:59:59Z", 7_200, 10_800),
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2030-10-05T15:59:59Z", 36_000, 39_600),
    ("X0Y,J60,J300", "", 0, 0), ("XXX0YYY,J60/0,J300", "2028-02-29T23:59:59Z", 0, 3_600),
    ("XXX0YYY,59/0,300", "2028-02-28T23:59:59Z", 0, 3_600),
    ("XXX3EDT4,0/0,J365/23", "2030-06-01T00:00:00Z", -14_400, -14_400),
    ("<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "2030-09-28T13:59:59Z", 45_900, 49_500),
  ])
  func readsFooters(_ footer: String, moment: String, before: Int, after: Int) throws {
    guard let instant = Instant(iso8601: moment, in: .utc) else {
      #expect(throws: ZoneFailure(.damaged, zone: "Made")) {
        try TZif.zone(named: "Made", bytes: file(footer: footer))
      }
      return
    }
    let zone = try TZif.zone(named: "Made", bytes: file(footer: footer))
    #expect(zone.offset(at: instant) == before)
    #expect(zone.offset(at: instant + 1) == after)
  }

  @Test func readsOldFilesWithoutFooter() throws {
    let head = Array("TZif\0".utf8) + [UInt8](repeating: 0, count: 15)
    let counts: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1]
    let body: [UInt8] = [0x80, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xF1, 0xF0, 1, 0, 0]
    let zone = try TZif.zone(named: "Old", bytes: head + counts + body)
    #expect(zone.offset(at: Instant(-2_147_483_649)) == 0)
    #expect(zone.offset(at: Instant(-2_147_483_648)) == -3_600)
  }

  @Test func neverTrapsOnDamagedFiles() {
    var random = SeededGenerator(seed: 12)
    let valid = file(footer: "EST5EDT,M3.2.0,M11.1.0")
    var refused = 0
    for _ in 0..<3_000 {
      for bytes in [random.mutated(valid), valid.prefix(20) + random.bytes(0...80)] {
        do {
          _ = try TZif.zone(named: "Made", bytes: bytes)
        } catch {
          refused += 1
        }
      }
    }
    #expect(refused > 1_000)
  }

  /// Version 2 and later: an empty block of 32 bits, then one type and no changes but the footer's.
  private func file(version: String = "2", footer: String) -> [UInt8] {
    let head = Array("TZif\(version)".utf8) + [UInt8](repeating: 0, count: 15)
    let counts: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
    let body: [UInt8] = [0, 0, 0, 0, 0, 0, 0x41, 0x42, 0x43, 0]
    return head + counts + body + head + counts + body + Array("\n\(footer)\n".utf8)
  }

  private func lines(of command: String) -> [String] {
    guard let pipe = popen(command, "r") else { return [] }
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 {
      bytes += buffer.prefix(count)
    }
    return bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  }
}

/// `America/Toronto  Sun Apr 26 07:00:00 1970 UT = Sun Apr 26 03:00:00 1970 EDT isdst=1 gmtoff=-14400`
private struct ZdumpRow {
  let zone: String
  let instant: Instant
  let day: Day
  let secondOfDay: Int
  let offset: Int

  init?(_ line: String) {
    let words = line.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
    guard words.count == 16, let utc = ZdumpRow.time(words[2...5]),
      let local = ZdumpRow.time(words[9...12]), let offset = Int(words[15].dropFirst(7))
    else { return nil }
    zone = String(words[0])
    instant = Zone.utc.instant(utc.day, secondOfDay: utc.second)
    day = local.day
    secondOfDay = local.second
    self.offset = offset
  }

  private static func time(_ words: ArraySlice<Substring>) -> (day: Day, second: Int)? {
    let words = Array(words)
    let clock = words[2].utf8.split(separator: UInt8(ascii: ":")).compactMap {
      Int(Substring($0))
    }
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    guard clock.count == 3, let month = months.firstIndex(of: String(words[0])),
      let day = Int(words[1]), let year = Int(words[3]),
      let date = Day(year: year, month: month + 1, day: day)
    else { return nil }
    return (date, clock[0] * 3600 + clock[1] * 60 + clock[2])
  }
}
