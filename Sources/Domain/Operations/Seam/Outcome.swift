/// What the authority made of an operation.
package struct Outcome: Sendable, Equatable {
  package enum State: String, Sendable { case applied, adjusted, rejected, parked }
  package var state: State
  package var code: RefusalCode?

  package init(_ state: State, code: RefusalCode? = nil) {
    self.state = state
    self.code = code
  }
}
