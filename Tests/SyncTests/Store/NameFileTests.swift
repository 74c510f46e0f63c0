import Domain
import FoundationEssentials
import SQLite
import Support
import Sync
import Testing

/// What a kiosk keeps to greet by: nothing of it is left in any file once it is forgotten.
struct NameFileTests {
  private let folder = TemporaryDirectory()
  private var path: String { folder.file("names.db") }

  private func id(_ number: Int) -> ID<Booking> {
    ID(Bits128(hi: 0x019A_0000_0000_7000, lo: UInt64(number)))
  }

  private func bytes() throws -> Data {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .reduce(into: Data()) { all, name in
        all += try Data(contentsOf: URL(filePath: folder.file(name)))
      }
  }

  /// Whole days and single bookings, large and small, in any order.
  @Test(arguments: 0..<8) func whatIsForgottenLeavesNoBytes(_ seed: UInt64) throws {
    var chance = SeededGenerator(seed: seed)
    let file = NameFile(path)
    var kept: [Int: NameFile.Entry] = [:]
    var gone: [[UInt8]] = []
    func take(_ numbers: [Int]) {
      for number in numbers {
        if let old = kept.removeValue(forKey: number) { gone.append(old.boxes) }
      }
    }
    for _ in 0..<60 {
      switch Int.random(in: 0..<4, using: &chance) {
      case 0, 1:
        let entries = (0..<16).map { _ in
          let number = Int.random(in: 0..<300, using: &chance)
          return NameFile.Entry(
            booking: id(number), mark: .random(in: 0..<9, using: &chance),
            until: Instant(.random(in: 1...100, using: &chance)),
            boxes: chance.bytes(72...72) + chance.bytes(0...288))
        }
        for entry in entries {
          take([Int(entry.booking.raw.lo)])
          kept[Int(entry.booking.raw.lo)] = entry
        }
        try file.keep(entries)
      case 2:
        let numbers = kept.keys.sorted().filter { _ in Bool.random(using: &chance) }
        take(numbers)
        try file.forget(numbers.map { id($0) })
      default:
        let now = Instant(.random(in: 1...40, using: &chance))
        take(kept.filter { $0.value.until <= now }.map(\.key))
        try file.forget(at: now)
      }
      #expect(
        try file.marks()
          == Dictionary(
            uniqueKeysWithValues: kept.values.map { ($0.booking, $0.mark) }))
    }
    let all = try bytes()
    #expect(!gone.isEmpty)
    for boxes in gone {
      for start in stride(from: 0, to: boxes.count - 15, by: 16) {
        #expect(all.firstRange(of: Data(boxes[start..<start + 16])) == nil)
      }
    }
    for entry in kept.values { #expect(all.firstRange(of: Data(entry.boxes.prefix(16))) != nil) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["names.db"])
  }

  /// A program that stays open looks each minute, one that opens looks at once: whom no booking stands for
  /// is forgotten, whatever the day.
  @Test func whoIsNotExpectedIsForgottenWithoutALine() throws {
    let studio = try TrialStudio()
    let file = NameFile(studio.file("names.db"))
    func keep() throws {
      try file.keep(
        [(1, -1), (2, 60)].map { number, seconds in
          NameFile.Entry(
            booking: id(number), mark: 1, until: studio.start + seconds, boxes: [1, 2, 3])
        })
      #expect(try file.marks().count == 2)
    }
    try keep()
    try studio.store.runJobs()
    #expect(try file.marks().isEmpty)
    try studio.store.close()
    try keep()
    try studio.opened(after: 30).close()
    #expect(try file.marks().isEmpty)
  }

  @Test func aDamagedFileIsGivenUp() throws {
    try Data("no database".utf8).write(to: URL(filePath: path))
    let file = NameFile(path)
    #expect(throws: (any Error).self) { try file.marks() }
    file.remove()
    #expect(try file.marks().isEmpty)
    try file.keep([NameFile.Entry(booking: id(1), mark: 2, until: Instant(3), boxes: [4])])
    #expect(try NameFile(path).marks() == [id(1): 2])
  }
}
