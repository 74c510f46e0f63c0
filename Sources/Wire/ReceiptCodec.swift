package import Domain
import FoundationEssentials

/// The results of a batch or an import as bytes, kept with the outcome so that a repeated id gets the
/// same receipt.
package enum ReceiptCodec {
  private struct Line: Codable {
    var kind: String
    var key: Bits128?
    var refusal: String?
    var message: String?
  }

  /// Throws `malformedPayload`.
  package static func encode(_ results: [RowResult]) throws(WireError) -> [UInt8] {
    let lines = results.map {
      Line(
        kind: $0.kind.rawValue, key: $0.key, refusal: $0.refusal?.rawValue, message: $0.message)
    }
    do {
      return [UInt8](try JSONEncoder().encode(lines))
    } catch {
      throw WireError(.malformedPayload)
    }
  }

  /// A code that this program does not know is left out; throws `malformedPayload` for no results.
  package static func results(_ bytes: [UInt8]) throws(WireError) -> [RowResult] {
    guard let lines = try? JSONDecoder().decode([Line].self, from: Data(bytes)) else {
      throw WireError(.malformedPayload)
    }
    return lines.map {
      RowResult(
        RowResult.Kind(rawValue: $0.kind) ?? .unchanged, key: $0.key,
        refusal: $0.refusal.flatMap(RefusalCode.init(rawValue:)), message: $0.message)
    }
  }
}
