import Central
import Domain
import Wire

/// The last operations and the rows as they left them: what devices that are nearly up to date are
/// told without asking the database.
struct Recent {
  private struct Entry {
    let device: ID<Device>
    /// Nil where a later verdict has replaced it.
    var verdict: Verdict?
    let touches: [Touch]
  }

  /// A row as it stands, nil where it ended, and the sequence of its last change.
  private struct Latest {
    let sequence: Int64
    let row: (any Record)?
  }

  /// So many operations at most, and half of them when there are more.
  private static let limit = 2_048

  /// The sequence before the first entry's; they have no gaps. Below 0 while nothing is known.
  private var start: Int64 = -1
  private var entries: [Entry] = []
  private var latest: [RowKey: Latest] = [:]

  /// The last sequence that is known here.
  var last: Int64 { start + Int64(entries.count) }

  /// What follows begins behind this sequence, unless it goes on from what is here.
  mutating func begin(at sequence: Int64) {
    if last != sequence { (start, entries, latest) = (sequence, [], [:]) }
  }

  mutating func append(_ kept: [Turn.Kept], from memory: RowMemory) {
    for kept in kept {
      if case .revision(_, let was) = kept.what, was > start, was <= last {
        entries[Int(was - start) - 1].verdict = nil
      }
      for touch in kept.touches where touch.kind != .left {
        latest[touch.row] = Latest(
          sequence: kept.verdict.sequence, row: memory.row(touch.table, touch.key))
      }
      entries.append(
        Entry(device: kept.arrival.header.device, verdict: kept.verdict, touches: kept.touches))
    }
    guard entries.count > Self.limit else { return }
    let dropped = entries.count - Self.limit / 2
    for (place, entry) in entries.prefix(dropped).enumerated() {
      let sequence = start + Int64(place) + 1
      for touch in entry.touches where latest[touch.row]?.sequence == sequence {
        latest[touch.row] = nil
      }
    }
    entries.removeFirst(dropped)
    start += Int64(dropped)
  }

  /// False where it goes back too far, or where the asker knows more.
  func reaches(_ sequence: Int64) -> Bool { start >= 0 && sequence >= start && sequence <= last }

  /// What was touched behind a sequence that it reaches.
  func touched(after sequence: Int64) -> FeedReading.Touched {
    entries[Int(sequence - start)...].enumerated().map { place, entry in
      (sequence + Int64(place) + 1, entry.touches)
    }
  }

  func outcomes(of device: ID<Device>, after sequence: Int64, limit: Int) -> [Verdict]? {
    guard reaches(sequence) else { return nil }
    var verdicts: [Verdict] = []
    for place in Int(sequence - start)..<entries.count where entries[place].device == device {
      guard let verdict = entries[place].verdict else { continue }
      verdicts.append(verdict)
      if verdicts.count == limit { break }
    }
    return verdicts
  }

  /// The sequence of the last change of a row that stands.
  func latest(_ row: RowKey) -> Int64? {
    latest[row].flatMap { $0.row == nil ? nil : $0.sequence }
  }

  func row(_ row: RowKey) -> (any Record)? { latest[row]?.row }
}
