import Support
import Sync
import Testing

@Suite struct EditDistanceTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("naledi", "naledi", 0), ("naledi", "nalebi", 1),
    ("naledi", "naeldi", 1), ("naledi", "aledi", 1), ("naledi", "nalledi", 1), ("ca", "abc", 3),
    ("pieter", "petrer", 2), ("kitten", "sitting", 3), ("юрии", "юри", 1),
  ])
  func countsSlips(_ left: String, right: String, distance: Int) {
    #expect(EditDistance.between(left, right, limit: 5) == distance)
    #expect(EditDistance.between(right, left, limit: 5) == distance)
    #expect(EditDistance.between(left, right, limit: distance) == distance)
    if distance > 0 { #expect(EditDistance.between(left, right, limit: distance - 1) == nil) }
  }

  /// Against the textbook's whole table, on short words of few letters so that all cases come up.
  @Test func agreesWithTheTextbook() {
    var random = SeededGenerator(seed: 14)
    for _ in 0..<5_000 {
      let left = word(using: &random)
      let right = word(using: &random)
      let expected = textbook(left, right)
      for limit in 0...4 {
        #expect(
          EditDistance.between(left, right, limit: limit) == (expected <= limit ? expected : nil))
      }
    }
  }

  /// Any two words within a distance share a key when both were cut by it.
  @Test(arguments: [1, 2])
  func misspeltWordsShareAKey(_ distance: Int) {
    var random = SeededGenerator(seed: UInt64(distance))
    for _ in 0..<2_000 {
      let word = (0..<Int.random(in: 3...14, using: &random)).map { _ in
        UInt32.random(in: 97...122, using: &random)
      }
      var wrong = word
      for _ in 0..<distance { slip(&wrong, using: &random) }
      guard EditDistance.between(word, wrong, limit: distance) != nil, !wrong.isEmpty else {
        continue
      }
      let keys = [word, wrong].map { Set(DeleteKeys.keys(of: text($0), distance: distance)) }
      #expect(!keys[0].isDisjoint(with: keys[1]))
    }
  }

  @Test func keysAreFewSortedAndFixed() {
    let keys = DeleteKeys.keys(of: "vanderbijlpark", distance: 2)
    #expect(keys.count <= 37)
    #expect(keys == keys.sorted() && Set(keys).count == keys.count)
    #expect(DeleteKeys.keys(of: "a", distance: 0) == [-5_808_556_873_153_909_620])
    #expect(DeleteKeys.keys(of: "", distance: 2).count == 1)
    #expect([2, 3, 7, 8].map { DeleteKeys.slips(inLength: $0) } == [0, 1, 1, 2])
  }

  private func word(using random: inout SeededGenerator) -> [UInt32] {
    (0..<Int.random(in: 0...6, using: &random)).map { _ in
      UInt32.random(in: 97...99, using: &random)
    }
  }

  private func text(_ word: [UInt32]) -> String {
    String(String.UnicodeScalarView(word.compactMap(Unicode.Scalar.init)))
  }

  private func slip(_ word: inout [UInt32], using random: inout SeededGenerator) {
    guard !word.isEmpty else { return }
    let place = Int.random(in: word.indices, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: word.remove(at: place)
    case 1: word.insert(UInt32.random(in: 97...122, using: &random), at: place)
    case 2: word[place] = UInt32.random(in: 97...122, using: &random)
    default: word.swapAt(place, (place + 1) % word.count)
    }
  }

  private func textbook(_ left: [UInt32], _ right: [UInt32]) -> Int {
    var table = [[Int]](
      repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
    for row in 0...left.count { table[row][0] = row }
    for column in 0...right.count { table[0][column] = column }
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    for row in 1...left.count {
      for column in 1...right.count {
        let same = left[row - 1] == right[column - 1]
        table[row][column] = min(
          table[row - 1][column] + 1, table[row][column - 1] + 1,
          table[row - 1][column - 1] + (same ? 0 : 1))
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          table[row][column] = min(table[row][column], table[row - 2][column - 2] + 1)
        }
      }
    }
    return table[left.count][right.count]
  }
}
