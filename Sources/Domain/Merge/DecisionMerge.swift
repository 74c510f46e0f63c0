/// Resolved at two places: the first choice stands. One that the rules refuse changes nothing, and the
/// decision goes on waiting, which is telling enough.
extension ResolveDecision: Mergeable {
  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) {
    let row = at.facts[conflict]
    guard refusal.code == .stale || row == nil else {
      at.rejected = refusal.code
      at.subject = conflict.raw
      return
    }
    at.adjusted = .stale
    at.subject = conflict.raw
    guard row?.choice != choice else { return }
    at.leave(.doneTwice, .stale, rank: .low, told: true) {
      $0.session = row?.session
      $0.booking = row?.booking
      $0.member = row?.member
      $0.otherAt = row?.resolvedAt
      $0.otherBy = row?.resolvedBy.map { .staff($0) }
    }
  }
}
