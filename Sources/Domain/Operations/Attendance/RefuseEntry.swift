/// Puts a refused check-in on record: what was presented only as a keyed hash.
package struct RefuseEntry: Intent {
  package static let kind = OperationKind.refuseEntry
  package var presented: Bytes
  package var code: RefusalCode
  /// Who came, as far as what was presented tells it.
  package var booking: ID<Booking>?
  package var member: ID<Member>?

  package init(presented: Bytes, code: RefusalCode) {
    self.presented = presented
    self.code = code
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    var entry = RefusedEntry()
    entry.id = ID(at.id.raw)
    entry.presented = presented
    entry.code = code.rawValue
    entry.at = at.at
    entry.device = at.device
    at.put(entry)
    at.subject = at.id.raw
  }
}
