import CQRencode
import Glibc

/// A QR code as a square of modules, without its quiet zone (4 light modules on each side).
package struct QRMatrix: Hashable, Sendable {
  /// How much of the code may be covered or dirty: about 7, 15, 25 and 30 percent.
  package enum Level: Sendable, CaseIterable {
    case low, medium, quartile, high

    fileprivate var raw: QRecLevel {
      switch self {
      case .low: QR_ECLEVEL_L
      case .medium: QR_ECLEVEL_M
      case .quartile: QR_ECLEVEL_Q
      case .high: QR_ECLEVEL_H
      }
    }
  }

  /// Modules a side: 17 + 4 × version.
  package let size: Int
  /// 1 to 40, the least that holds the text at its level.
  package let version: Int
  private let modules: [Bool]

  /// Digits, upper-case letters and ` $%*+-./:` are packed two to eleven bits, all else as UTF-8
  /// bytes, each stretch in its cheapest mode. Throws `QRError`.
  package init(_ text: String, level: Level = .medium) throws(QRError) {
    if text.isEmpty { throw QRError.empty }
    // The library takes a C string, which would end there.
    if text.utf8.contains(0) { throw QRError.containsNUL }
    guard let code = QRcode_encodeString(text, 0, level.raw, QR_MODE_8, 1) else {
      throw errno == ERANGE ? QRError.tooLong(bytes: text.utf8.count) : QRError.outOfMemory
    }
    defer { QRcode_free(code) }
    size = Int(code.pointee.width)
    version = Int(code.pointee.version)
    let data = UnsafeBufferPointer(start: code.pointee.data, count: size * size)
    modules = data.map { $0 & 1 == 1 }
  }

  /// True for a dark module. Beside the square all is light, as its quiet zone is.
  package subscript(x: Int, y: Int) -> Bool {
    guard 0..<size ~= x, 0..<size ~= y else { return false }
    return modules[y * size + x]
  }
}

/// Why a text has no QR code; the text itself is not kept, since it may be somebody's pass.
package enum QRError: Error, Hashable, Sendable, CustomStringConvertible {
  case empty
  case containsNUL
  /// The largest code, version 40, does not hold it at this level.
  case tooLong(bytes: Int)
  case outOfMemory

  package var description: String {
    switch self {
    case .empty: "an empty text has no QR code"
    case .containsNUL: "a text with a NUL character has no QR code"
    case .tooLong(let bytes): "\(bytes) bytes are too long for a QR code"
    case .outOfMemory: "not enough memory to make a QR code"
    }
  }
}
