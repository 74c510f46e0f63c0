/// Credits bought or granted together: one expiry, one scope.
package struct CreditLot: Record {
  package var id = ID<CreditLot>.none
  package var member = ID<Member>.none
  package var package = ""
  /// Where it pays; empty means everywhere in the organization.
  package var locations: [ID<Location>] = []
  package var bought = Credits.zero
  package var left = Credits.zero
  package var validFrom = Day(sinceEpoch: 0)
  /// The last local day on which it pays; nil never expires.
  package var validTo: Day?
  package var unlimited = false

  package static let table = Table.lot
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("member", \.member), Field("package", \.package),
    Field("locations", \.locations), Field("bought", \.bought), Field("left", \.left),
    Field("validFrom", \.validFrom), Field("validTo", \.validTo),
    Field("unlimited", \.unlimited),
  ]
  package init() {}
}

/// One line of the append-only ledger; a lot's balance is the sum of its lines.
package struct LedgerEntry: Record {
  package var id = ID<LedgerEntry>.none
  package var member = ID<Member>.none
  package var lot = ID<CreditLot>.none
  package var type = LedgerType.adjust
  package var amount = Credits.zero
  package var balanceAfter = Credits.zero
  package var reason = ""
  package var booking: ID<Booking>?
  package var operation = ID<Operation>.none
  package var at = Instant(0)
  /// The entry that this one corrects; each is corrected once.
  package var corrects: ID<LedgerEntry>?
  /// Credits withheld by a late cancellation (`forfeit`, whose amount is 0).
  package var withheld = Credits.zero

  package static let table = Table.ledger
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("member", \.member), Field("lot", \.lot), Field("type", \.type),
    Field("amount", \.amount), Field("balanceAfter", \.balanceAfter),
    Field("reason", \.reason), Field("booking", \.booking), Field("operation", \.operation),
    Field("at", \.at), Field("corrects", \.corrects), Field("withheld", \.withheld),
  ]
  package init() {}
}

package enum LedgerType: String, CaseIterable, Sendable, Codable, FieldValue {
  case purchase, spend, refund, forfeit, expire, transfer, adjust
}
