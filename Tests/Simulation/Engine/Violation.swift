/// A promise that did not hold.
package struct Violation: Error, CustomStringConvertible {
  /// P1…P10 of the promises, or what else must always be so.
  package let promise: String
  package let words: String

  package init(_ promise: String, _ words: String) {
    self.promise = promise
    self.words = words
  }

  package var description: String { "\(promise): \(words)" }
}

/// Throws a violation unless it holds.
func promise(
  _ name: String, _ holds: Bool, _ words: @autoclosure () -> String
) throws(Violation) {
  if !holds { throw Violation(name, words()) }
}
