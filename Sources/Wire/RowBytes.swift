package import Domain

/// The one byte form of a row, for its hash and its digest: each value as a tag, a length where it
/// has one, and its bytes; the same on every machine and for ever.
package enum RowBytes {
  package static func encode(_ values: [Value]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * 12)
    for value in values {
      switch value {
      case .null: bytes.append(0)
      case .int(let number):
        bytes.append(1)
        append(UInt64(bitPattern: number), to: &bytes)
      case .text(let text):
        bytes.append(2)
        append(UInt64(text.utf8.count), to: &bytes)
        bytes.append(contentsOf: text.utf8)
      case .blob(let blob):
        bytes.append(3)
        append(UInt64(blob.count), to: &bytes)
        bytes.append(contentsOf: blob)
      }
    }
    return bytes
  }

  /// Eight bytes, most significant first.
  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// The values of such bytes; throws `malformedRow` for any others.
  package static func values(_ bytes: [UInt8]) throws(WireError) -> [Value] {
    var values: [Value] = []
    var rest = bytes[...]
    func take(_ count: UInt64) throws(WireError) -> ArraySlice<UInt8> {
      guard count <= UInt64(rest.count) else { throw WireError(.malformedRow) }
      defer { rest = rest.dropFirst(Int(count)) }
      return rest.prefix(Int(count))
    }
    func number() throws(WireError) -> UInt64 { try take(8).reduce(0) { $0 << 8 | UInt64($1) } }
    while let tag = rest.popFirst() {
      switch tag {
      case 0: values.append(.null)
      case 1: values.append(.int(Int64(bitPattern: try number())))
      case 2:
        guard let text = String(validating: try take(try number()), as: UTF8.self) else {
          throw WireError(.malformedRow)
        }
        values.append(.text(text))
      case 3: values.append(.blob(Array(try take(try number()))))
      default: throw WireError(.malformedRow)
      }
    }
    return values
  }
}
