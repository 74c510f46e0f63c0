/// Keys under which misspelt words meet: each word minus up to two of its letters (SymSpell, Garbe 2012).
///
/// Two words within a distance share a key when both were cut by that distance; the index keeps the keys as
/// numbers, and `EditDistance` decides afterwards, so that a clash of hashes does no harm.
package enum DeleteKeys {
  /// Deletes are made of the first letters only, which bounds them at 37 and still finds slips further behind.
  private static let prefix = 8

  /// Slips that a word of this length may have: none in two letters, two from eight on.
  package static func slips(inLength length: Int) -> Int {
    length < 3 ? 0 : length < 8 ? 1 : 2
  }

  /// Sorted and without repetition; the same on every machine and in every version.
  package static func keys(of word: String, distance: Int) -> [Int64] {
    let letters = Array(word.unicodeScalars.map(\.value).prefix(prefix))
    var keys: Set<Int64> = [hash(letters)]
    var level: Set<[UInt32]> = [letters]
    for _ in 0..<max(0, min(distance, 2)) {
      var next: Set<[UInt32]> = []
      for word in level where word.count > 1 {
        for place in word.indices {
          var shorter = word
          shorter.remove(at: place)
          next.insert(shorter)
          keys.insert(hash(shorter))
        }
      }
      level = next
    }
    return keys.sorted()
  }

  /// FNV-1a over the scalars: small, and fixed for ever, unlike `Hasher`.
  private static func hash(_ letters: [UInt32]) -> Int64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for letter in letters {
      hash = (hash ^ UInt64(letter)) &* 0x0000_0100_0000_01B3
    }
    return Int64(bitPattern: hash)
  }
}
