import FoundationEssentials

/// Bytes inside a document of JSON.
package struct Base64: Codable, Hashable, Sendable {
  package var bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package init(from decoder: any Decoder) throws {
    guard let data = Data(base64Encoded: try String(from: decoder)) else {
      throw WireError(.malformedExchange)
    }
    bytes = [UInt8](data)
  }

  package func encode(to encoder: any Encoder) throws {
    try Data(bytes).base64EncodedString().encode(to: encoder)
  }
}
