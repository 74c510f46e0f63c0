import Domain
import Sync

/// The time in a made-up studio, noted beside its data: whatever program opens the directory shares it,
/// and where no demo is shown it stands where the last one was left.
enum DemoClock {
  private static let name = "/demo-clock"
  /// Before the seconds by which it is ahead of the machine's.
  private static let runs = "runs"
  /// Before the seconds since 1970.
  private static let stands = "stands"

  /// The clock that a program on this directory runs on; nil where no demo noted one.
  static func kept(in directory: String) -> DeskClock? {
    guard let (word, number) = noted(in: directory) else { return nil }
    return word == runs
      ? DeskClock(offset: number, isSet: true) : DeskClock(startingAt: Instant(Int64(number)))
  }

  /// Where the last demo was left; nil while one is shown, and after one that was killed.
  static func left(in directory: String) -> Instant? {
    guard let (word, number) = noted(in: directory), word == stands else { return nil }
    return Instant(Int64(number))
  }

  static func run(_ clock: DeskClock, in directory: String) throws {
    try note(runs, clock.offset, in: directory)
  }

  static func stand(at moment: Instant, in directory: String) throws {
    try note(stands, Int(moment.seconds), in: directory)
  }

  private static func note(_ word: String, _ number: Int, in directory: String) throws {
    _ = try SavedFile.write(Array("\(word) \(number)\n".utf8), to: directory + name)
  }

  private static func noted(in directory: String) -> (word: String, number: Int)? {
    guard let bytes = try? BroughtFile.read(directory + name, most: 64) else { return nil }
    let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    guard words.count == 2, words[0] == runs || words[0] == stands, let number = Int(words[1]),
      // Tens of thousands of years.
      (-1 << 40)...(1 << 40) ~= number
    else { return nil }
    return (String(words[0]), number)
  }
}
