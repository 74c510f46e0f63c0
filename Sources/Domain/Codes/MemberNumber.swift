/// A running number with a Damm check digit behind it: `00427` and a 1 make `004271`.
///
/// Damm's digit catches every single wrong digit and every swap of neighbours, and does not change with zeros in
/// front, so that people may leave these out.
package struct MemberNumber: Hashable, Comparable, Sendable {
  /// 1 or more; what a QR pass carries.
  package let sequence: UInt32

  /// Sequence numbers are shown with at least this many digits.
  private static let width = 5

  /// Nil for 0, which no member has.
  package init?(sequence: UInt32) {
    guard sequence > 0 else { return nil }
    self.sequence = sequence
  }

  /// Takes digits with blanks and dashes between them; throws `.malformed` or `.mistyped`.
  package init(text: String) throws(CodeFailure) {
    var value: UInt64 = 0
    var check = 0
    var count = 0
    for scalar in text.unicodeScalars where !BookingCode.isSeparator(scalar) {
      guard count < 16, scalar.isASCII, let digit = Character(scalar).wholeNumberValue else {
        throw .malformed
      }
      value = value * 10 + UInt64(digit)
      check = MemberNumber.damm[check][digit]
      count += 1
    }
    guard count >= 2, let sequence = UInt32(exactly: value / 10), sequence > 0 else {
      throw .malformed
    }
    guard check == 0 else { throw .mistyped }
    self.sequence = sequence
  }

  /// At least six digits, the check digit last.
  package var text: String {
    let digits = padded(Int(sequence), MemberNumber.width)
    let check = digits.utf8.reduce(0) { MemberNumber.damm[$0][Int($1 - 48)] }
    return digits + String(check)
  }

  package static func < (left: MemberNumber, right: MemberNumber) -> Bool {
    left.sequence < right.sequence
  }

  /// Damm's totally anti-symmetric quasigroup of order 10 (dissertation, Marburg 2004).
  private static let damm = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
  ]
}

extension MemberNumber: TextCodable {
  package static var shape: String { "a member number with its check digit" }
  package static func read(_ text: String) -> Self? { try? Self(text: text) }
  package var written: String { text }
}
