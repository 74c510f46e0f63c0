/// An intent that may leave what it costs unpaid: the amount stays due on the booking.
package protocol Payable: Intent {
  mutating func leaveUnpaid()
}

extension Book: Payable {
  package mutating func leaveUnpaid() { unpaid = true }
}

extension Confirm: Payable {
  package mutating func leaveUnpaid() { unpaid = true }
}

extension Promote: Payable {
  package mutating func leaveUnpaid() { unpaid = true }
}

extension AddSpots: Payable {
  package mutating func leaveUnpaid() { unpaid = true }
}

extension Move: Payable {
  package mutating func leaveUnpaid() { unpaid = true }
}

extension ResolveDecision: Payable {
  package mutating func leaveUnpaid() { unpaid = true }
}
