/// The numbers that a device may still give out, from its blocks in ascending order.
package struct NumberBlocks {
  private let blocks: [NumberBlock]

  package init(_ blocks: [NumberBlock]) {
    self.blocks = blocks.filter { $0.next < $0.end }.sorted { $0.next < $1.next }
  }

  package var left: Int { blocks.reduce(0) { $0 + $1.end - $1.next } }

  /// How many to ask for before `count` are taken: the next block comes at half, or when short.
  package func wanted(for count: Int) -> Int? {
    left - count < NumberBlock.size / 2 ? max(NumberBlock.size, count) : nil
  }

  /// The next numbers; fewer where the blocks end.
  package func next(_ count: Int) -> [Int] {
    var numbers: [Int] = []
    numbers.reserveCapacity(count)
    for block in blocks {
      let part = min(count - numbers.count, block.end - block.next)
      numbers.append(contentsOf: block.next..<block.next + part)
    }
    return numbers
  }
}

extension NumberBlocks {
  /// As many numbers as asked for, made up past the last: for looking only, never to be stored.
  package func preview(_ count: Int) -> [Int] {
    let sure = next(count)
    let past = (sure.last ?? 0) + 1
    return sure + (past..<past + count - sure.count)
  }
}
