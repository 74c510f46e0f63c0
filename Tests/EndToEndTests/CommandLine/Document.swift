import FoundationEssentials

/// A document that the program printed, asked by name and place.
enum Document: Decodable, Equatable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([Document])
  case object([String: Document])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([Document].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: Document].self))
    }
  }

  /// nil unless the text is one whole document.
  init?(_ text: String) {
    guard let read = try? JSONDecoder().decode(Document.self, from: Data(text.utf8)) else {
      return nil
    }
    self = read
  }

  subscript(_ name: String) -> Document {
    if case .object(let object) = self { object[name] ?? .null } else { .null }
  }

  subscript(_ place: Int) -> Document {
    if case .list(let list) = self, list.indices.contains(place) { list[place] } else { .null }
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var list: [Document] { if case .list(let list) = self { list } else { [] } }
  var keys: Set<String> { if case .object(let object) = self { Set(object.keys) } else { [] } }
}
