/// A value whose form in payloads is one text, read back as strictly as it was written.
package protocol TextCodable: Codable {
  /// What it looks like, for the error where something else stands: "a day such as 2026-11-21".
  static var shape: String { get }
  static func read(_ text: String) -> Self?
  var written: String { get }
}

extension TextCodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let value = Self.read(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "expected \(Self.shape)")
    }
    self = value
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(written)
  }
}
