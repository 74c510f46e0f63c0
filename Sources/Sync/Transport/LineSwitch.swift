import Synchronization
package import Wire

/// Lets a training studio try an outage: while it is cut the transport fails as on a dead network, and
/// nothing else is any different.
package final class LineSwitch: Sendable {
  private struct State {
    var isCut = false
    var lines: [any Line] = []
  }

  private let state = Mutex(State())

  package init() {}

  package var isCut: Bool { state.withLock(\.isCut) }

  /// What is under way is lost, whichever way it was going.
  package func cut() {
    let lines = state.withLock { state in
      state.isCut = true
      return state.lines
    }
    for line in lines { line.interrupt() }
  }

  package func restore() { state.withLock { $0.isCut = false } }

  /// A line that this switch cuts.
  package func around(_ line: any Line) -> any Line {
    state.withLock { $0.lines.append(line) }
    return SwitchedLine(line: line, lineSwitch: self)
  }

  package func around(_ make: @escaping LinePlace.Maker) -> LinePlace.Maker {
    { [self] in around(try make($0)) }
  }
}

private struct SwitchedLine: Line {
  let line: any Line
  let lineSwitch: LineSwitch

  func exchange(_ request: ExchangeRequest) throws(LineFailure) -> ExchangeAnswer {
    try check()
    let answer: ExchangeAnswer
    do { answer = try line.exchange(request) } catch {
      try check()
      throw error
    }
    // The authority may have stored it: that is how answers get lost.
    try check()
    return answer
  }

  func interrupt() { line.interrupt() }

  private func check() throws(LineFailure) {
    if lineSwitch.isCut { throw LineFailure(.unreachable) }
  }
}
