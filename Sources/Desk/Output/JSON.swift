import Domain
import FoundationEssentials

/// A document of the contract: every promised name is there, with null where there is nothing.
enum JSON: Encodable {
  case null
  case flag(Bool)
  case whole(Int)
  case decimal(Double)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .flag(let flag): try container.encode(flag)
    case .whole(let number): try container.encode(number)
    case .decimal(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .list(let list): try container.encode(list)
    case .object(let object): try container.encode(object)
    }
  }

  /// One line, names in alphabetical order, so that two runs can be compared.
  func document() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(self), as: UTF8.self)
    return Array(Self.harmless(text).utf8) + [UInt8(ascii: "\n")]
  }

  /// Writes by their number what a terminal would obey or turn around; they stand in texts only.
  private static func harmless(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHarmful) else { return text }
    return text.unicodeScalars.reduce(into: "") { text, scalar in
      if isHarmful(scalar) {
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The object with the members of another one added.
  func adding(_ more: [String: JSON]) -> JSON {
    guard case .object(let own) = self else { return self }
    return .object(own.merging(more) { _, new in new })
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  init(stringLiteral text: String) { self = .text(text) }
  init(booleanLiteral flag: Bool) { self = .flag(flag) }
  init(arrayLiteral list: JSON...) { self = .list(list) }
  init(dictionaryLiteral pairs: (String, JSON)...) {
    self = .object(Dictionary(pairs) { _, last in last })
  }
  init(nilLiteral: ()) { self = .null }
}

extension JSON {
  init(_ text: String?) { self = text.map(JSON.text) ?? .null }
  init(_ number: Int?) { self = number.map(JSON.whole) ?? .null }
  init(_ flag: Bool) { self = .flag(flag) }
  init(_ list: [JSON]) { self = .list(list) }
  init<Row>(_ id: ID<Row>?) { self.init(id?.text) }
  init(_ day: Day?) { self.init(day?.text) }

  /// Whole credits are whole numbers; nil (unlimited) is null.
  init(_ credits: Credits?) {
    guard let hundredths = credits?.hundredths else {
      self = .null
      return
    }
    self =
      hundredths % 100 == 0 ? .whole(hundredths / 100) : .decimal(Double(hundredths) / 100)
  }

  init(_ money: Money) {
    self = ["minor": .whole(money.minor), "currency": .text(money.currency)]
  }

  init(_ instant: Instant?, in zone: Zone) { self.init(instant?.iso8601(in: zone)) }
}
