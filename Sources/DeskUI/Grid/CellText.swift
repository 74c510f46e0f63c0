/// A base with the marks on it, as one cell shows it (two cells where `width` is 2).
package struct Cluster: Hashable, Sendable {
  package var base: Unicode.Scalar
  package var mark1: UInt16 = 0
  package var mark2: UInt16 = 0
  package var width: Int
}

/// The only way of text onto the screen: a name from the network must never drive the terminal.
/// Controls, escapes, bidi marks, joiners and variation selectors are gone, a mark without a base
/// too, at most two marks stay on a base, flags are their two letters.
package struct CellText: Sequence {
  private let text: String
  private let ascii: Bool

  package init(_ text: String, ascii: Bool = false) {
    self.text = text
    self.ascii = ascii
  }

  package func makeIterator() -> Iterator {
    Iterator(scalars: text.unicodeScalars.makeIterator(), ascii: ascii)
  }

  package struct Iterator: IteratorProtocol {
    fileprivate var scalars: String.UnicodeScalarView.Iterator
    fileprivate let ascii: Bool
    private var held: Cluster?

    fileprivate init(scalars: String.UnicodeScalarView.Iterator, ascii: Bool) {
      self.scalars = scalars
      self.ascii = ascii
    }

    package mutating func next() -> Cluster? {
      while let scalar = scalars.next() {
        let fresh: Cluster
        switch Width.kind(scalar) {
        case .dropped: continue
        case .mark:
          if !ascii { hold(mark: UInt16(truncatingIfNeeded: scalar.value)) }
          continue
        case .blank: fresh = Cluster(base: " ", width: 1)
        case .unknown: fresh = Cluster(base: ascii ? "?" : "\u{FFFD}", width: 1)
        case .narrow: fresh = Cluster(base: narrow(scalar), width: 1)
        case .wide: fresh = Cluster(base: ascii ? "?" : scalar, width: 2)
        }
        let done = held
        held = fresh
        if let done { return done }
      }
      let last = held
      held = nil
      return last
    }

    private mutating func hold(mark: UInt16) {
      if held?.mark1 == 0 { held?.mark1 = mark } else if held?.mark2 == 0 { held?.mark2 = mark }
    }

    private func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
      if (0x1F1E6...0x1F1FF).contains(scalar.value) {
        return Unicode.Scalar(scalar.value - 0x1F1E6 + 0x41) ?? "?"
      }
      return ascii ? ASCIIText.letter(scalar) : scalar
    }
  }
}
