/// Why a store cannot be used; says what happened and what to do, never what was in it.
package struct StoreError: Error, Sendable {
  package enum Code: String, Sendable {
    case exists, missing, damaged, locked, disk, notTraining, tooNew, badZone
  }
  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
