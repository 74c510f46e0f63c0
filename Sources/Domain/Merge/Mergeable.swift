/// An intent about which the authority has more to say than yes or no: each says it in a file here.
protocol Mergeable: Intent {
  /// The rows that reconciling asks beyond those of the rules; `refusal` is nil before there is one.
  func mergeReads(_ refusal: Refusal?, _ facts: Facts, at: Instant) -> [Read]
  /// Mends before the rules are asked what would make them refuse single rows.
  func prepare(_ at: inout Situation)
  /// What the authority does where the rulebook refuses; throws where a person has to see to it.
  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal)
  /// What more follows where the rulebook accepts.
  func accepted(_ at: inout Situation)
}

extension Mergeable {
  func mergeReads(_ refusal: Refusal?, _ facts: Facts, at: Instant) -> [Read] { [] }
  func merge(_ refusal: Refusal, _ at: inout Situation) throws(Refusal) { throw refusal }
  func prepare(_ at: inout Situation) {}
  func accepted(_ at: inout Situation) {}
}

/// What a remedy leaves to do.
enum Remedy {
  /// The rows are mended: the rules are asked once more.
  case again
  /// All is done, the rules have nothing more to say.
  case done
}

extension Situation {
  /// The reason of an override that no person gave.
  static let mergeReason = "merged"

  /// Mends what is refused and asks the rules again, until they accept; throws what has no remedy.
  ///
  /// Each code is mended once. What the intent changed before it was refused is forgotten.
  mutating func reconcile(
    _ intent: some Intent, _ refusal: Refusal,
    remedy: (Refusal, inout Situation) throws(Refusal) -> Remedy
  ) throws(Refusal) {
    var mended = self
    var refusal = refusal
    var met: Set<RefusalCode> = []
    while met.insert(refusal.code).inserted {
      mended.adjusted = mended.adjusted ?? refusal.code
      if case .done = try remedy(refusal, &mended) {
        self = mended
        return
      }
      var attempt = mended
      (intent as? any Mergeable)?.prepare(&attempt)
      attempt.begin()
      do throws(Refusal) {
        try intent.decide(&attempt)
        self = attempt
        return
      } catch {
        refusal = error
      }
    }
    throw refusal
  }

  /// The operation changes nothing, or no more than was done: nobody has to choose.
  mutating func adjust(_ code: RefusalCode, about booking: Booking?) {
    adjusted = code
    subject = booking?.id.raw
  }
}
