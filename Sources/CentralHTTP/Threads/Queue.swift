/// First in, first out; what was taken is let go at once.
struct Queue<Element: Sendable>: Sendable {
  private var elements: [Element?] = []
  private var first = 0

  var count: Int { elements.count - first }
  var isEmpty: Bool { count == 0 }

  mutating func append(_ element: Element) { elements.append(element) }

  mutating func take() -> Element? {
    guard first < elements.count else { return nil }
    defer {
      elements[first] = nil
      first += 1
      // Seldom enough that each element is moved about once.
      if first >= 64, first * 2 >= elements.count {
        elements.removeFirst(first)
        first = 0
      }
    }
    return elements[first]
  }

  mutating func take(upTo count: Int) -> [Element] {
    var taken: [Element] = []
    while taken.count < count, let element = take() { taken.append(element) }
    return taken
  }
}
