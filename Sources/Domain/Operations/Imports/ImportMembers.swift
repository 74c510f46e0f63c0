package struct ImportMembers: Intent {
  package static let kind = OperationKind.importMembers
  package init() {}
  package func reads(_ facts: Facts, at: Instant) -> [Read] { [] }
  package func decide(_ at: inout Situation) throws(Refusal) {}
}
