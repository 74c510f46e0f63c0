/// Why something typed or scanned proves nothing by itself, before any store has been asked.
package enum CodeFailure: Error, Hashable, CaseIterable, Sendable {
  /// It has the shape of no code of ours.
  case malformed
  /// The shape is right but the check character is not: a slip of the finger.
  case mistyped
  /// A pass that the authority's key did not sign.
  case forged
  /// A pass whose session is over.
  case expired
}
