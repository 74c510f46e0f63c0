import Support

/// One stream of luck: what the network does shall not change because a clerk was asked twice.
struct Chance {
  private var generator: SeededGenerator

  init(_ seed: UInt64, _ purpose: String) {
    var mixed = seed &* 0x9E37_79B9_7F4A_7C15
    for byte in purpose.utf8 { mixed = (mixed ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    generator = SeededGenerator(seed: mixed)
  }

  mutating func bits() -> UInt64 { generator.next() }

  /// True once in so many times.
  mutating func oneIn(_ odds: Int) -> Bool { number(0..<odds) == 0 }

  mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }

  mutating func milliseconds(_ range: Range<Int>) -> Milliseconds {
    Milliseconds(number(range))
  }

  mutating func one<T>(of choices: [T]) -> T? { choices.randomElement(using: &generator) }

  mutating func one<T>(of choices: [T], or other: T) -> T { one(of: choices) ?? other }

  mutating func bytes(_ count: Int) -> [UInt8] { generator.bytes(count...count) }
}
