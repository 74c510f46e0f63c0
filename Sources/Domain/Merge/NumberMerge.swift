/// Fresh numbers in place of those that another row has already.
///
/// A device's file that was restored or copied knows nothing of what its other life gave out. Whoever
/// came first has the number; what is printed of the later one is wrong, and somebody has to say so.
struct Renumbering {
  private(set) var intent: any Numbered
  private let kind: NumberKind
  /// Which number stands in place of which.
  private var fresh: [Int: Int] = [:]
  private let first: Int

  /// Nil where every number is nobody's; but for the row with the key of `except`, which is the same
  /// thing refused before.
  init?(_ operation: Operation, _ facts: Facts, except: Bits128? = nil, all: Bool = false) {
    guard let numbered = operation.intent as? any Numbered else { return nil }
    intent = numbered
    kind = numbered.numbersNeeded.kind
    first = facts.firstFree(kind)
    for number in operation.doubtful(facts, all: all) where fresh[number] == nil {
      let isTaken = operation.names(number, kind).contains { name in
        facts.holders(of: name, kind).contains { $0 != except }
      }
      if isTaken { fresh[number] = first + fresh.count }
    }
    if fresh.isEmpty { return nil }
    intent.numbers = numbered.numbers.map { fresh[$0] ?? $0 }
  }

  /// Keeps what it took from being given again, and tells of the first row that it gave a number to.
  func finish(_ operation: Operation, _ at: inout Situation) {
    var block = NumberBlock()
    block.id = at.mint()
    block.device = at.device
    block.kind = kind
    block.end = first + fresh.count
    block.next = block.end
    at.put(block)
    let told = fresh.sorted { $0.key < $1.key }.compactMap { old, new in
      operation.made(new, kind, at).map { (made: $0, old: old) }
    }
    guard let one = told.first, at.rejected == nil else { return }
    let holder = operation.names(one.old, kind).flatMap { at.facts.holders(of: $0, kind) }.first
    at.adjusted = at.adjusted ?? .stale
    at.leave(.renumbered, about: at.facts[ID<Booking>(one.made)]) { row in
      row.count = told.count
      if kind == .member {
        row.member = ID(one.made)
        row.otherMember = holder.map { ID($0) }
      } else {
        row.otherBooking = holder.map { ID($0) }
      }
    }
  }
}

extension Operation {
  /// What tells whether its numbers are another row's already: asked only for those outside the
  /// device's blocks, unless for `all`.
  func numberReads(_ facts: Facts, all: Bool = false) -> [Read] {
    guard let numbered = intent as? any Numbered else { return [] }
    let kind = numbered.numbersNeeded.kind
    let doubtful = doubtful(facts, all: all)
    let names = doubtful.flatMap { self.names($0, kind) }
    let reads: [Read] = names.map { kind == .member ? .memberNumber($0) : .reference($0) }
    return reads.isEmpty ? [] : reads + [.allNumbers(kind)]
  }

  fileprivate func doubtful(_ facts: Facts, all: Bool) -> [Int] {
    guard let numbered = intent as? any Numbered else { return [] }
    if all { return numbered.numbers }
    let kind = numbered.numbersNeeded.kind
    guard facts.has(.numbers(device, kind)) else { return [] }
    let blocks = facts.all(NumberBlock.self).filter { $0.device == device && $0.kind == kind }
    return numbered.numbers.filter { number in
      !blocks.contains { $0.next <= number && number < $0.end }
    }
  }

  /// How a number is printed; at the turn of a year the place decides which of two it is.
  fileprivate func names(_ number: Int, _ kind: NumberKind) -> [String] {
    switch kind {
    case .member: [Situation.memberNumber(number)]
    case .reference:
      Set([at - 86_400, at + 86_400].map { Zone.utc.day(of: $0).year }).sorted()
        .map { Situation.reference(number, in: $0) }
    case .receipt: []
    }
  }

  /// The row that was made with a number.
  fileprivate func made(_ number: Int, _ kind: NumberKind, _ at: Situation) -> Bits128? {
    let names = names(number, kind)
    for case .put(let row) in at.decision.changes {
      switch row {
      case let member as Member where names.contains(member.number): return member.key
      case let booking as Booking where names.contains(booking.reference): return booking.key
      default: break
      }
    }
    return nil
  }
}

extension Facts {
  /// Who has a number, as it is printed.
  fileprivate func holders(of name: String, _ kind: NumberKind) -> [Bits128] {
    kind == .member
      ? all(Member.self).filter { $0.number == name }.map(\.key)
      : all(Booking.self).filter { $0.reference == name }.map(\.key)
  }

  /// Past the last block.
  func firstFree(_ kind: NumberKind) -> Int {
    all(NumberBlock.self).filter { $0.kind == kind }.map(\.end).max() ?? kind.first
  }
}
