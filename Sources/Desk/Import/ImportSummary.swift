import Domain
import Interchange

/// Every row of the file accounted for: read = kept + merged + unchanged + refused.
struct ImportSummary {
  struct Reason {
    let row: Int
    let code: String
    let message: String
  }

  let kind: String
  let created: ImportRun.Created
  let isRehearsal: Bool
  let unknownColumns: [String]
  private(set) var counts: [RowResult.Kind: Int] = [:]
  private(set) var reasons: [Reason] = []
  /// Numbers of the other system that are barcodes here now.
  private(set) var barcodes = 0

  var read: Int { counts.values.reduce(0, +) }

  init<Row: ImportRow>(
    kind: String, plan: ImportPlan<Row>, results: [RowResult], created: ImportRun.Created,
    isRehearsal: Bool
  ) {
    self.kind = kind
    self.created = created
    self.isRehearsal = isRehearsal
    unknownColumns = plan.unknownColumns
    for line in plan.lines {
      if let refusal = line.refusal {
        counts[.refused, default: 0] += 1
        tell(refusal)
        continue
      }
      for remark in line.remarks { tell(remark) }
      var kinds: Set<RowResult.Kind> = []
      for value in line.values {
        let result = results[value.index]
        // What an earlier row of the file made, this one joined.
        if !value.isRepeat, result.kind == .kept, plan.rows[value.index].bringsNumber {
          barcodes += 1
        }
        kinds.insert(value.isRepeat && result.kind == .kept ? .merged : result.kind)
        if result.refusal != nil || result.message != nil { tell(result, line.row) }
      }
      // A row may stand for many days: it counts by the most that came of it. One that asks for
      // nothing, such as a person without credits, changes nothing.
      let order: [RowResult.Kind] = [.kept, .merged, .unchanged, .refused]
      counts[order.first(where: kinds.contains) ?? .unchanged, default: 0] += 1
    }
  }

  private mutating func tell(_ reason: RowReason) {
    reasons.append(
      Reason(row: reason.row, code: reason.code.rawValue, message: reason.message))
  }

  private mutating func tell(_ result: RowResult, _ row: Int) {
    let code = result.refusal ?? .malformed
    let message = "row \(row): \(result.message ?? code.plainSentence.staff)"
    reasons.append(Reason(row: row, code: code.rawValue, message: message))
  }

  // MARK: As told

  var json: JSON {
    [
      "import": .text(kind), "read": .whole(read), "kept": count(.kept),
      "merged": count(.merged), "unchanged": count(.unchanged), "refused": count(.refused),
      "created": [
        "locations": .whole(created.locations), "services": .whole(created.services),
        "rooms": .whole(created.rooms), "staff": .whole(created.staff),
      ],
      "reasons": .list(
        reasons.map {
          ["row": .whole($0.row), "code": .text($0.code), "message": .text($0.message)]
        }),
      "unknownColumns": .list(unknownColumns.map(JSON.text)),
    ]
  }

  private func count(_ kind: RowResult.Kind) -> JSON { .whole(counts[kind] ?? 0) }

  /// Reasons that a screen shows; the document has all.
  private static let shown = 20

  var text: String {
    func told(_ kind: RowResult.Kind) -> String {
      "\(grouped(counts[kind] ?? 0)) \(kind.rawValue)"
    }
    let verdict = [.kept, .merged, .unchanged, .refused].map(told).joined(separator: ", ")
    func counted(_ count: Int, _ noun: String) -> String {
      "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
    }
    var lines = ["\(counted(read, "row")): \(verdict)"]
    let made = [
      (created.locations, "location"), (created.services, "service"), (created.rooms, "room"),
      (created.staff, "leader"),
    ].filter { $0.0 > 0 }.map(counted)
    if !made.isEmpty { lines.append("made with them: \(made.joined(separator: ", "))") }
    if barcodes > 0 {
      lines.append(
        "\(counted(barcodes, "number")) of the other system kept as barcodes: scanners know them"
      )
    }
    if !unknownColumns.isEmpty {
      lines.append("columns of no field here: \(unknownColumns.joined(separator: ", "))")
    }
    lines += reasons.prefix(Self.shown).map { "  \($0.message)" }
    if reasons.count > Self.shown {
      lines.append("  and \(grouped(reasons.count - Self.shown)) more: --json tells all")
    }
    if isRehearsal { lines.append("Nothing was stored: this was a dry run.") }
    return lines.map(plainText).joined(separator: "\n")
  }
}
