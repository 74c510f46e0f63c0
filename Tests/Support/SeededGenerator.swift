/// SplitMix64: the same seed gives the same test on every machine, and a failing seed can be kept.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Random bytes of a random length in `count`: food for decoders.
  package mutating func bytes(_ count: ClosedRange<Int>) -> [UInt8] {
    (0..<Int.random(in: count, using: &self)).map { _ in
      UInt8.random(in: .min ... .max, using: &self)
    }
  }

  /// The bytes with one to four of them changed, dropped, doubled or swapped: nearly valid input.
  package mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...4, using: &self) {
      guard let index = result.indices.randomElement(using: &self) else { break }
      switch Int.random(in: 0..<5, using: &self) {
      case 0: result[index] = UInt8.random(in: .min ... .max, using: &self)
      case 1: result.remove(at: index)
      case 2: result.insert(result[index], at: index)
      case 3: result.swapAt(index, Int.random(in: result.indices, using: &self))
      default: result.removeLast(result.count - index)
      }
    }
    return result
  }
}
