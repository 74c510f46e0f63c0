import Domain
import FoundationEssentials

/// Requests and answers as lines of JSON: a header that says how many lines follow, then those lines.
///
/// An exported outbox has the same form. Fields and tables of a newer program are passed over; a body
/// that ends early, is too large or is anything else throws `malformedExchange`.
package enum ExchangeCodec {
  /// What both sides say they speak; a header of HTTP carries it.
  package static let version = 1
  /// Bytes of a request, unpacked: a device sends at most 32 kB at a time, a file goes in parts.
  package static let requestLimit = 1 << 20
  /// Bytes of an answer, unpacked; a page holds some 2,000 rows, and a whole sequence at least.
  package static let answerLimit = 64 << 20
  /// Bytes of one operation's or row's line.
  static let lineLimit = 64 << 10

  static func encode(_ header: some Encodable) throws(WireError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return [UInt8](try encoder.encode(header))
    } catch {
      throw WireError(.malformedExchange)
    }
  }

  static func decode<Header: Decodable>(
    _ type: Header.Type, _ line: ArraySlice<UInt8>
  ) throws(WireError) -> Header {
    do {
      return try JSONDecoder().decode(type, from: Data(line))
    } catch {
      throw WireError(.malformedExchange)
    }
  }

  static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  static func bytes(_ text: String, count: Int) throws(WireError) -> [UInt8] {
    guard let data = Data(base64Encoded: text), data.count == count else {
      throw WireError(.malformedExchange)
    }
    return [UInt8](data)
  }

  /// 16 hexadecimal digits: JSON's numbers end at 53 bits elsewhere.
  static func text(_ sum: UInt64) -> String {
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  /// SHA-256, as which the chain's hashes travel.
  static let hashLength = 32
}

/// A body cut into its lines, each ended by a line feed.
struct Lines {
  private var rest: ArraySlice<UInt8>

  /// Throws where the last line is not ended: something is missing.
  init(_ body: [UInt8], limit: Int) throws(WireError) {
    guard body.count <= limit, body.last == Self.end else { throw WireError(.malformedExchange) }
    rest = body[...]
  }

  static let end = UInt8(ascii: "\n")

  var isEmpty: Bool { rest.isEmpty }
  /// Bytes that are left.
  var count: Int { rest.count }

  /// The header may be as long as the whole body.
  mutating func header() throws(WireError) -> ArraySlice<UInt8> { try next(limit: rest.count) }

  mutating func next() throws(WireError) -> ArraySlice<UInt8> {
    try next(limit: ExchangeCodec.lineLimit)
  }

  private mutating func next(limit: Int) throws(WireError) -> ArraySlice<UInt8> {
    guard let index = rest.prefix(limit + 1).firstIndex(of: Self.end) else {
      throw WireError(.malformedExchange)
    }
    defer { rest = rest[(index + 1)...] }
    return rest[rest.startIndex..<index]
  }
}
