package import Domain

/// How well a candidate answers a query, 0 (not at all) to 1000: exact before prefix before slip.
package enum LookupScore {
  private enum Word {
    static let exact = 1000
    /// A prefix is worth more the more of the word it is.
    static let prefix = 800
    static let prefixGain = 150
    static let slip = 650
    static let twoSlips = 480
    /// Still being typed, with a slip already in it.
    static let prefixSlip = 400
    /// The beginning of the e-mail's address, typed as a word.
    static let email = 500
    /// A later word of the address, before the @: a maiden name, often.
    static let emailPart = 450
  }

  private enum Whole {
    static let number = 1000
    static let email = 1000
    static let emailPrefix = 900
    static let phone = 990
    static let phonePart = 700
    static let numberPart = 690
  }

  /// First and last name typed the other way round: found, but after those who fit as they stand.
  private static let swapped = 12
  /// For each name of the candidate that was not asked for.
  private static let unasked = 4
  /// Shorter parts of a phone number are in too many numbers.
  private static let shortestPhonePart = 4

  /// The best `limit` of them, those with 0 left out; equal scores by name, then by id, whatever order came in.
  package static func best(
    _ candidates: [LookupCandidate], for query: LookupQuery, limit: Int
  ) -> [(id: Bits128, score: Int)] {
    let scored = candidates.map { (candidate: $0, score: score($0, for: query)) }
    let ranked = scored.filter { $0.score > 0 }.sorted { left, right in
      if left.score != right.score { return left.score > right.score }
      let names = (left.candidate.joined[1].text, right.candidate.joined[1].text)
      return names.0 != names.1 ? names.0 < names.1 : left.candidate.id < right.candidate.id
    }
    return ranked.prefix(limit).map { ($0.candidate.id, $0.score) }
  }

  package static func score(_ candidate: LookupCandidate, for query: LookupQuery) -> Int {
    max(
      number(candidate, query), phone(candidate, query), email(candidate, query),
      names(candidate, query))
  }

  // MARK: Numbers and addresses

  private static func number(_ candidate: LookupCandidate, _ query: LookupQuery) -> Int {
    guard !query.number.isEmpty, candidate.number.utf8.starts(with: query.number.utf8) else {
      return 0
    }
    if query.number.utf8.count == candidate.number.utf8.count { return Whole.number }
    return query.phone == nil ? 0 : Whole.numberPart
  }

  private static func phone(_ candidate: LookupCandidate, _ query: LookupQuery) -> Int {
    guard let typed = query.phone, !candidate.phone.isEmpty else { return 0 }
    if typed.digits == candidate.phone { return Whole.phone }
    if typed.digits.utf8.count >= 9, candidate.phone.utf8.count >= 9 {
      return typed.digits.utf8.suffix(9).elementsEqual(candidate.phone.utf8.suffix(9))
        ? Whole.phone : 0
    }
    guard typed.digits.utf8.count >= shortestPhonePart else { return 0 }
    return isPart(typed.digits, of: candidate.phone) ? Whole.phonePart : 0
  }

  private static func isPart(_ part: String, of whole: String) -> Bool {
    var rest = whole[...].utf8
    while rest.count >= part.utf8.count {
      if rest.starts(with: part.utf8) { return true }
      rest.removeFirst()
    }
    return false
  }

  private static func email(_ candidate: LookupCandidate, _ query: LookupQuery) -> Int {
    guard !query.email.isEmpty, !candidate.email.isEmpty else { return 0 }
    guard candidate.email.utf8.starts(with: query.email.utf8) else {
      return emailPart(candidate, query)
    }
    if query.email.utf8.count == candidate.email.utf8.count { return Whole.email }
    return query.email.utf8.contains(UInt8(ascii: "@")) ? Whole.emailPrefix : Word.email
  }

  private static func emailPart(_ candidate: LookupCandidate, _ query: LookupQuery) -> Int {
    guard query.words.count == 1, let typed = query.words.first else { return 0 }
    let words = LookupWord.all(
      inFolded: Folding.folded(String(candidate.email.prefix { $0 != "@" })))
    return words.contains { $0.letters.starts(with: typed.letters) } ? Word.emailPart : 0
  }

  // MARK: Names

  private static func names(_ candidate: LookupCandidate, _ query: LookupQuery) -> Int {
    guard !query.words.isEmpty else { return 0 }
    let known = candidate.first.count + candidate.last.count
    guard known > 0 else { return 0 }
    var isUsed = [Bool](repeating: false, count: known)
    var sum = 0
    var places: [Int] = []
    for word in query.words {
      var best = (score: 0, place: 0)
      for place in 0..<known where !isUsed[place] {
        let score = score(candidate.name(place), for: word)
        if score > best.score { best = (score, place) }
      }
      guard best.score > 0 else { continue }
      isUsed[best.place] = true
      places.append(best.place)
      sum += best.score
    }
    let split = candidate.first.count
    let isSwapped = places.count > 1 && places[0] >= split && places[places.count - 1] < split
    let left = isUsed.count { !$0 }
    let apart =
      sum == 0 ? 0 : max(1, sum / query.words.count - unasked * left - (isSwapped ? swapped : 0))
    return max(apart, joined(candidate, query))
  }

  /// Words run together or torn apart: "vandermerwe", "mac donald".
  private static func joined(_ candidate: LookupCandidate, _ query: LookupQuery) -> Int {
    guard query.joined.letters.count >= 5 else { return 0 }
    var best = 0
    for (place, name) in candidate.joined.enumerated() {
      let score = score(name, for: query.joined)
      if score > 0 { best = max(best, score - unasked - (place == 1 ? swapped : 0)) }
    }
    return best
  }

  private static func score(_ name: LookupWord, for typed: LookupWord) -> Int {
    let (typed, name) = (typed.letters, name.letters)
    if name.starts(with: typed) {
      guard typed.count < name.count else { return Word.exact }
      return Word.prefix + Word.prefixGain * typed.count / name.count
    }
    let allowed = DeleteKeys.slips(inLength: min(typed.count, name.count))
    guard allowed > 0 else { return 0 }
    switch EditDistance.between(typed, name, limit: allowed) {
    case 1: return Word.slip
    case 2: return Word.twoSlips
    default: break
    }
    guard name.count > typed.count, typed.count > 3, typed[0] == name[0],
      EditDistance.between(typed, Array(name.prefix(typed.count)), limit: 1) != nil
    else { return 0 }
    return Word.prefixSlip
  }
}

extension LookupCandidate {
  /// First names come before last names.
  fileprivate func name(_ place: Int) -> LookupWord {
    place < first.count ? first[place] : last[place - first.count]
  }
}
