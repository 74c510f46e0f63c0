import Domain

/// xoshiro256** by Blackman and Vigna: the same seed plays the same studio on every machine.
struct Chance: RandomNumberGenerator {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  init(seed: UInt64) {
    // Its authors fill the state by SplitMix64, so that seeds close to each other part at once.
    var source = seed
    func word() -> UInt64 {
      source &+= 0x9E37_79B9_7F4A_7C15
      var mixed = source
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
    state = (word(), word(), word(), word())
  }

  mutating func next() -> UInt64 {
    let mixed = state.1 &* 5
    let result = (mixed << 7 | mixed >> 57) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = state.3 << 45 | state.3 >> 19
    return result
  }

  /// True so many times in a thousand.
  mutating func happens(perMille: Int) -> Bool { number(0...999) < perMille }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// Of nothing nothing.
  mutating func pick<T>(_ choices: [T]) -> T? {
    choices.isEmpty ? nil : choices[number(0...choices.count - 1)]
  }

  /// The index of one of the weights, as often as its share of them.
  mutating func weighted(_ weights: [Int]) -> Int {
    var left = number(0...max(0, weights.reduce(0, +) - 1))
    for (index, weight) in weights.enumerated() {
      if left < weight { return index }
      left -= weight
    }
    return 0
  }

  /// A UUIDv7 of that moment.
  mutating func mint<R>(at moment: Instant) -> ID<R> {
    let time = UInt64(clamping: moment.seconds) &* 1_000 &+ UInt64(number(0...999))
    return ID(
      Bits128(
        hi: time << 16 | 0x7000 | next() & 0x0FFF,
        lo: next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000))
  }
}
