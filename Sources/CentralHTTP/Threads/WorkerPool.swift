import Threads

/// A few threads that read, decide who may, and write answers; what waits is bounded.
final class WorkerPool: Sendable {
  typealias Job = @Sendable () -> Void

  private struct State {
    var jobs = Queue<Job>()
    var busy = 0
    var isClosing = false
  }

  private enum Turn {
    case work(Job)
    case end
  }

  private let state = Monitor(State())
  private let threads: [Thread]
  private let most: Int

  /// More than `most` waiting jobs are turned away.
  init(threads count: Int, most: Int) {
    self.most = most
    threads = (0..<count).map { [state] _ in Thread { Self.work(state) } }
  }

  private static func work(_ state: Monitor<State>) {
    while true {
      let turn = state.wait(until: nil) { state -> Turn? in
        if let job = state.jobs.take() {
          state.busy += 1
          return .work(job)
        }
        return state.isClosing ? .end : nil
      }
      guard case .work(let job)? = turn else { return }
      job()
      state.withLock { $0.busy -= 1 }
    }
  }

  /// False where too much waits already, or at the end.
  func run(_ job: @escaping Job) -> Bool {
    state.changeForOne { state in
      guard !state.isClosing, state.jobs.count < most else { return false }
      state.jobs.append(job)
      return true
    }
  }

  /// For what was taken on already and has to be brought to its end.
  func finish(_ job: @escaping Job) {
    let isTaken = state.changeForOne { state in
      if !state.isClosing { state.jobs.append(job) }
      return !state.isClosing
    }
    if !isTaken { job() }
  }

  var load: (waiting: Int, busy: Int) { state.withLock { ($0.jobs.count, $0.busy) } }

  /// Does what waits and ends the threads.
  func close() {
    state.change { $0.isClosing = true }
    for thread in threads { thread.join() }
  }
}
