import Crypto
import Domain
import SQLite
import Wire

/// The columns of a receipt or an outcome, and the hash that ties them to their operation.
///
/// The chain holds what was meant and not what came of it, which an authority may say later.
struct SealedOutcome {
  let state: String
  let code: String?
  /// Nil in a receipt.
  let sequence: Int64?
  let subject: [UInt8]?
  let returned: Int64?
  let results: [UInt8]?
  /// The device said that it stands, whatever an authority says.
  let isFirm: Bool

  /// As a query names them, for `init(_:at:)`.
  static let receipt = "r.state, r.code, NULL, r.subject, r.returned, r.results, r.firm"
  static let outcome = "u.state, u.code, u.sequence, u.subject, u.returned, u.results, 0"
  static let width = 7

  /// SHA-256(the operation's hash ‖ each column after its length; −1 for none).
  func seal(of operation: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(operation)
    let numbers = [sequence, returned].map { $0.map { Array(String($0).utf8) } }
    for part in [Array(state.utf8), code.map { Array($0.utf8) }, subject, results] + numbers {
      hash.update(Array("\(part?.count ?? -1):".utf8))
      hash.update(part ?? [])
    }
    // Receipts of before are sealed without.
    if isFirm { hash.update(Array("firm".utf8)) }
    return hash.digest()
  }
}

extension SealedOutcome {
  init(
    _ outcome: Outcome, sequence: Int64?, subject: Bits128?, returned: Credits?,
    results: [RowResult], isFirm: Bool = false
  ) throws {
    self.init(
      state: outcome.state.rawValue, code: outcome.code?.rawValue, sequence: sequence,
      subject: subject?.bytes, returned: returned.map { Int64($0.hundredths) },
      results: results.isEmpty ? nil : try ReceiptCodec.encode(results), isFirm: isFirm)
  }

  init(_ row: Row, at first: Int) {
    self.init(
      state: row.text(first), code: row.optionalText(first + 1),
      sequence: row.optionalInt(first + 2),
      subject: row.optionalBlob(first + 3), returned: row.optionalInt(first + 4),
      results: row.optionalBlob(first + 5), isFirm: row.bool(first + 6))
  }

  var outcome: Outcome {
    Outcome(
      Outcome.State(rawValue: state) ?? .parked, code: code.flatMap(RefusalCode.init(rawValue:)))
  }

  func receipt(of id: ID<Operation>, outcome: Outcome?) throws -> Receipt {
    Receipt(
      operation: id, outcome: outcome,
      results: try results.map { try ReceiptCodec.results($0) } ?? [],
      subject: subject.flatMap { Bits128(bytes: $0) },
      returned: returned.map { Credits(hundredths: Int($0)) }, repeated: true, isFirm: isFirm)
  }
}

extension Connection {
  /// Seals one receipt as it now stands, or all; an older file has less `columns`.
  func sealReceipts(
    at position: Int64? = nil, _ columns: String = SealedOutcome.receipt
  ) throws {
    let seals = try all(
      """
      SELECT r.position, o.hash, \(columns)
      FROM receipts r JOIN operations o USING(position)
      WHERE ?1 IS NULL OR r.position = ?1
      """, position
    ) { (position: $0.int(0), seal: SealedOutcome($0, at: 2).seal(of: $0.blob(1))) }
    for (position, seal) in seals {
      try run("UPDATE receipts SET seal = ? WHERE position = ?", seal, position)
    }
  }
}
