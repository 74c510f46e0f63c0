import FoundationEssentials

/// What a person reads from one screen and types at another: the code that opens, and, where a service
/// vouches for itself, the start of its key's pin, so that nobody in between can show another key.
package struct EnrolmentCode: Sendable, Equatable {
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
  /// 60 bits each.
  private static let length = 12

  /// In groups of four.
  package let text: String

  /// As people type: in any case, with or without dashes.
  package init(_ typed: String) {
    let symbols = typed.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    text = Self.grouped(symbols)
  }

  /// Adds the start of a pin, as libcurl writes it; a pin that is none adds nothing.
  package init(_ code: String, pin: String?) {
    self.init(code + (pin.flatMap(Self.start) ?? ""))
  }

  private var symbols: [Character] { text.filter { $0 != "-" } }

  package var hasPin: Bool { symbols.count > Self.length }
  /// What the service is shown.
  package var code: String { Self.grouped(String(symbols.prefix(Self.length))) }

  package func fits(pin: String) -> Bool {
    let given = String(symbols.dropFirst(Self.length).map(Self.meant))
    return Self.start(of: pin) == given
  }

  /// I and L mean 1, O means 0.
  private static func meant(_ symbol: Character) -> Character {
    switch symbol {
    case "I", "L": "1"
    case "O": "0"
    default: symbol
    }
  }

  private static func start(of pin: String) -> String? {
    let mark = "sha256//"
    guard pin.hasPrefix(mark), let digest = Data(base64Encoded: String(pin.dropFirst(mark.count))),
      digest.count == 32
    else { return nil }
    let bits = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return String((0..<length).map { alphabet[Int(bits >> (59 - 5 * UInt64($0)) & 31)] })
  }

  private static func grouped(_ symbols: String) -> String {
    var text = ""
    for (place, symbol) in symbols.enumerated() {
      if place > 0, place.isMultiple(of: 4) { text += "-" }
      text.append(symbol)
    }
    return text
  }
}
