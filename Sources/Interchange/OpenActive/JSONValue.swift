internal import FoundationEssentials

/// JSON without a schema: publishers of OpenActive write the same property as text, object or list.
enum JSONValue: Decodable, Hashable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  /// Nil for anything that is not JSON.
  init?(_ bytes: [UInt8]) {
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else {
      return nil
    }
    self = value
  }

  // Commonest kinds first: each wrong guess costs an error thrown and dropped.
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let object = try? container.decode([String: JSONValue].self) {
      self = .object(object)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let list = try? container.decode([JSONValue].self) {
      self = .list(list)
    } else if let bool = try? container.decode(Bool.self) {
      self = .bool(bool)
    } else if container.decodeNil() {
      self = .null
    } else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a JSON value")
    }
  }

  /// Nil for a missing property, for null and for anything but an object.
  subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self, let value = members[key], value != .null else {
      return nil
    }
    return value
  }

  /// Text, or a number as an id writes it.
  var text: String? {
    switch self {
    case .text(let text): text.trimmed
    case .number(let number): Int(exactly: number).map(String.init) ?? String(number)
    default: nil
    }
  }

  /// Nil for fractions, for negative and for absurd numbers; digits in quotes count as a number.
  var count: Int? {
    let value =
      switch self {
      case .number(let number): Int(exactly: number)
      case .text(let text): Int(text)
      default: Int?.none
      }
    return value.flatMap { (0...1_000_000).contains($0) ? $0 : nil }
  }

  /// A list as it is, a single value as a list of one.
  var elements: [JSONValue] {
    if case .list(let elements) = self { elements } else { [self] }
  }

  /// Whether it may be looked into by key.
  var isObject: Bool {
    if case .object = self { true } else { false }
  }
}
