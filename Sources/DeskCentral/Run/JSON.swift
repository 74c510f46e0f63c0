import FoundationEssentials

/// A document of the contract; names in alphabetical order.
enum JSON: Encodable, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
  case null
  case flag(Bool)
  case whole(Int)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  init(dictionaryLiteral pairs: (String, JSON)...) {
    self = .object(Dictionary(pairs) { _, last in last })
  }
  init(arrayLiteral list: JSON...) { self = .list(list) }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .flag(let flag): try container.encode(flag)
    case .whole(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .list(let list): try container.encode(list)
    case .object(let object): try container.encode(object)
    }
  }

  /// One line.
  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
  }
}
