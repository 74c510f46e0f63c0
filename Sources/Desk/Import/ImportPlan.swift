import Domain
import FoundationEssentials
import Interchange

/// A payload row of an import: it knows by what it is remembered.
protocol ImportRow: Codable, Hashable, Sendable {
  var outside: Outside { get set }
  /// True where a new row keeps the other system's number as its barcode.
  var bringsNumber: Bool { get }
}

extension ImportRow {
  var bringsNumber: Bool { false }
}

extension ImportedMember: ImportRow {
  var bringsNumber: Bool { number != nil && details.barcode == nil }
}
extension ImportedSession: ImportRow {}
extension ImportedCredits: ImportRow {}
extension ImportedBooking: ImportRow {}

/// What a file comes to before anything is decided: its distinct payload rows, and which row of the
/// file said which of them.
struct ImportPlan<Row: ImportRow> {
  struct Line {
    let row: Int
    /// Set where the row is refused before any rule is asked.
    var refusal: RowReason?
    /// Fields left empty; the row itself goes on.
    var remarks: [RowReason] = []
    var values: [Value] = []
  }

  struct Value {
    /// Place in `rows`.
    let index: Int
    /// True where an earlier row of the file says the very same.
    let isRepeat: Bool
  }

  private(set) var lines: [Line] = []
  private(set) var rows: [Row] = []
  let unknownColumns: [String]
  /// Bytes of each row in a payload.
  private var sizes: [Int] = []
  private var seen: [Row: Int] = [:]
  private let encoder = JSONEncoder()

  /// `payload` throws for a row that cannot be taken, and tells of fields that it left empty.
  init<FileRow>(
    _ reading: Reading<FileRow>,
    _ payload: (FileRow, Int) throws -> (row: Row, remarks: [RowReason])
  ) throws {
    unknownColumns = reading.unknownColumns
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    lines.reserveCapacity(reading.entries.count)
    for entry in reading.entries {
      var line = Line(row: entry.row)
      do {
        if let refusal = entry.refusal { throw refusal }
        for value in entry.values {
          let (row, remarks) = try payload(value, entry.row)
          line.remarks += remarks
          line.values.append(try add(row, of: entry))
        }
      } catch let refusal as RowReason {
        line.refusal = refusal
      }
      lines.append(line)
    }
    markShared()
  }

  private mutating func add<FileRow>(
    _ row: Row, of entry: Entry<FileRow>
  ) throws(RowReason) -> Value {
    if let index = seen[row] { return Value(index: index, isRepeat: true) }
    guard let bytes = try? encoder.encode(row), bytes.count + Self.stamp <= Self.budget else {
      throw RowReason(
        row: entry.row, line: entry.line, code: .rowTooLong, "it is too long for one operation")
    }
    seen[row] = rows.count
    var stamped = row
    var hash = StableHash()
    hash.add(bytes)
    stamped.outside.print = hash.short
    rows.append(stamped)
    sizes.append(bytes.count + Self.stamp)
    return Value(index: rows.count - 1, isRepeat: false)
  }

  /// Rows of one id that differ, such as the memberships of one person, are all remembered.
  private mutating func markShared() {
    var first: [String: Int] = [:]
    for index in rows.indices {
      if let other = first.updateValue(index, forKey: rows[index].outside.text) {
        rows[other].outside.shared = true
        rows[index].outside.shared = true
      }
    }
  }

  /// Bytes of rows in one operation, which ends at 16 kB with everything about it.
  private static var budget: Int { 15_000 }
  /// What fingerprint, mark and number add to a row after it was measured.
  private static var stamp: Int { 48 }

  /// These rows in pieces that fit into an operation each.
  func chunks(of places: [Int]) -> [[Int]] {
    var chunks: [[Int]] = []
    var size = Self.budget
    for place in places {
      if size + sizes[place] > Self.budget {
        chunks.append([])
        size = 0
      }
      chunks[chunks.count - 1].append(place)
      size += sizes[place]
    }
    return chunks
  }
}
