/// What one column of one row holds, on disk and on the wire alike.
package enum Value: Equatable, Sendable {
  case null
  case int(Int64)
  case text(String)
  case blob([UInt8])
}

/// A type that stands in one column.
package protocol FieldValue: Sendable {
  /// The column type where the value is present.
  static var storage: Storage { get }
  var value: Value { get }
  init?(value: Value)
}

/// The three column types that SQLite and PostgreSQL share.
package enum Storage: Sendable { case int, text, blob }

extension Int: FieldValue {
  package static var storage: Storage { .int }
  package var value: Value { .int(Int64(self)) }
  package init?(value: Value) {
    guard case .int(let n) = value else { return nil }
    self.init(n)
  }
}

extension Bool: FieldValue {
  package static var storage: Storage { .int }
  package var value: Value { .int(self ? 1 : 0) }
  package init?(value: Value) {
    guard case .int(let n) = value else { return nil }
    self = n != 0
  }
}

extension String: FieldValue {
  package static var storage: Storage { .text }
  package var value: Value { .text(self) }
  package init?(value: Value) {
    guard case .text(let text) = value else { return nil }
    self = text
  }
}

extension ID: FieldValue {
  package static var storage: Storage { .blob }
  package var value: Value { .blob(raw.bytes) }
  package init?(value: Value) {
    guard case .blob(let bytes) = value, let raw = Bits128(bytes: bytes) else { return nil }
    self.init(raw)
  }
}

extension Instant: FieldValue {
  package static var storage: Storage { .int }
  package var value: Value { .int(seconds) }
  package init?(value: Value) {
    guard case .int(let n) = value else { return nil }
    self.init(n)
  }
}

/// A civil date is a column of text, so that a person reading the file reads a date.
extension Day: FieldValue {
  package static var storage: Storage { .text }
  package var value: Value { .text(text) }
  package init?(value: Value) {
    guard case .text(let text) = value else { return nil }
    self.init(text: text)
  }
}

extension Optional: FieldValue where Wrapped: FieldValue {
  package static var storage: Storage { Wrapped.storage }
  package var value: Value { self?.value ?? .null }
  package init?(value: Value) {
    if case .null = value {
      self = .none
    } else {
      guard let wrapped = Wrapped(value: value) else { return nil }
      self = wrapped
    }
  }
}

/// Closed lists (states, roles, methods) stand in columns by their stable word.
extension FieldValue where Self: RawRepresentable, RawValue == String {
  package static var storage: Storage { .text }
  package var value: Value { .text(rawValue) }
  package init?(value: Value) {
    guard case .text(let text) = value else { return nil }
    self.init(rawValue: text)
  }
}

/// Bytes of a key, a hash or a sealed verifier.
package struct Bytes: Hashable, Sendable, Codable, FieldValue {
  package var bytes: [UInt8]
  package init(_ bytes: [UInt8] = []) { self.bytes = bytes }
  package static var storage: Storage { .blob }
  package var value: Value { .blob(bytes) }
  package init?(value: Value) {
    guard case .blob(let bytes) = value else { return nil }
    self.bytes = bytes
  }
}

/// A small list in one column: elements parted by U+001F, which no stored text may contain.
package protocol Packable: Sendable {
  var packed: String { get }
  init?(packed: String)
}

extension String: Packable {
  package var packed: String { self }
  package init?(packed: String) { self = packed }
}

extension ID: Packable {
  package var packed: String { text }
  package init?(packed: String) { self.init(text: packed) }
}

extension Packable where Self: RawRepresentable, RawValue == String {
  package var packed: String { rawValue }
  package init?(packed: String) { self.init(rawValue: packed) }
}

extension Array: FieldValue where Element: Packable {
  package static var storage: Storage { .text }
  package var value: Value { .text(map(\.packed).joined(separator: "\u{1F}")) }
  package init?(value: Value) {
    guard case .text(let text) = value else { return nil }
    self = []
    if text.isEmpty { return }
    for part in text.split(separator: "\u{1F}", omittingEmptySubsequences: false) {
      guard let element = Element(packed: String(part)) else { return nil }
      append(element)
    }
  }
}
