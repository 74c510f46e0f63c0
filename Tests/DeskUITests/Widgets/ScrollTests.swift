import DeskUI
import Support
import Testing

@Suite struct ScrollTests {
  @Test func keepsTheSelectionInView() {
    var scroll = Scroll()
    scroll.move(by: 4, count: 10, height: 3)
    #expect(scroll == Scroll(selected: 4, top: 2))
    scroll.move(by: -1, count: 10, height: 3)
    #expect(scroll == Scroll(selected: 3, top: 2))
    scroll.move(by: -2, count: 10, height: 3)
    #expect(scroll == Scroll(selected: 1, top: 1))
    _ = scroll.handle(.end, count: 10, height: 3)
    #expect(scroll == Scroll(selected: 9, top: 7))
    _ = scroll.handle(.pageUp, count: 10, height: 3)
    #expect(scroll == Scroll(selected: 7, top: 7))
    let moves = [Key.enter, .char("j"), .left].filter { scroll.handle($0, count: 10, height: 3) }
    #expect(moves.isEmpty)
    #expect(scroll.settled(count: 2, height: 3) == Scroll(selected: 1, top: 0))
    #expect(scroll.settled(count: 0, height: 3) == Scroll())
  }

  @Test func anyStateSettles() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      let count = Int.random(in: 0...9, using: &random)
      let height = Int.random(in: -1...5, using: &random)
      var scroll = Scroll(
        selected: Int.random(in: -20...20, using: &random),
        top: Int.random(in: -20...20, using: &random))
      scroll.move(by: Int.random(in: -20...20, using: &random), count: count, height: height)
      if count > 0 && height > 0 {
        #expect((0..<count).contains(scroll.selected))
        #expect((scroll.top..<scroll.top + height).contains(scroll.selected))
        #expect(scroll.top == 0 || scroll.top + height <= count)
      }
      #expect(scroll.settled(count: count, height: height) == scroll)
    }
  }
}
