/// Whatever was typed or scanned at the door, sorted by what it may be; stores are asked in this order.
package enum Presented: Hashable, Sendable {
  case pass(QRPass.Sealed)
  /// Barcode first, since it has no check digit to rule it out; `otherwise` says why nothing else may match,
  /// nil when the text is a sound code that merely has to be known.
  case candidates([Candidate], otherwise: CodeFailure?)

  package enum Candidate: Hashable, Sendable {
    case barcode(String)
    case memberNumber(MemberNumber)
    case bookingCode(BookingCode)
  }

  /// Longer texts are no barcode of any system seen.
  private static let longestBarcode = 64

  package init(text: String) {
    // Blanks belong to base45, so the pass is tried before anything is trimmed.
    if let pass = Presented.pass(in: text) {
      self = .pass(pass)
      return
    }
    let trimmed = Presented.trimmed(text)
    var candidates: [Candidate] = []
    var otherwise: CodeFailure? = .malformed
    if !trimmed.isEmpty, trimmed.utf8.count <= Presented.longestBarcode {
      candidates.append(.barcode(String(trimmed)))
    }
    do {
      candidates.append(.memberNumber(try MemberNumber(text: String(trimmed))))
      otherwise = nil
    } catch {
      otherwise = error
    }
    do {
      candidates.append(.bookingCode(try BookingCode(text: String(trimmed))))
      otherwise = nil
    } catch  where error == .mistyped {
      otherwise = otherwise == nil ? nil : .mistyped
    } catch {}
    self = .candidates(candidates, otherwise: otherwise)
  }

  private static func pass(in text: String) -> QRPass.Sealed? {
    let line = text.last?.isNewline == true ? String(text.dropLast()) : text
    return try? QRPass.Sealed(text: line)
  }

  private static func trimmed(_ text: String) -> Substring {
    var rest = text[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
