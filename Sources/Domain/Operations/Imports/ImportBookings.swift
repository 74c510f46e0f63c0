package struct ImportBookings: Intent {
  package static let kind = OperationKind.importBookings
  package init() {}
  package func reads(_ facts: Facts, at: Instant) -> [Read] { [] }
  package func decide(_ at: inout Situation) throws(Refusal) {}
}
