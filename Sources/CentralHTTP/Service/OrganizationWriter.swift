import Central
import Threads
import Wire

/// One organization's only writer: a thread that takes what has arrived, decides it in one commit and
/// answers all.
///
/// A request that only asks for news, and there are none, waits here for the next commit, or for its
/// own time to be over.
package final class OrganizationWriter: Sendable {
  typealias Answered = @Sendable (Result<ExchangeAnswer, any Error>) -> Void

  struct Order: Sendable {
    let delivery: Delivery
    /// When whoever waits for news has waited long enough.
    let until: Moment
    let answered: Answered
  }

  struct State {
    var orders = Queue<Order>()
    var tasks = Queue<@Sendable (OpenAuthority) -> Void>()
    /// Requests that are being read and will soon be orders.
    var announced = 0
    var waiting = 0
    var isClosing = false
  }

  let state = Monitor(State())
  let metrics: Metrics
  let clock: @Sendable () -> Int64
  let report: @Sendable (any Error) -> Void
  /// More orders than these are turned away.
  private let limit: Int
  private let thread = Monitor<Thread?>(nil)

  /// `make` is called on the writer's own thread; throws what it throws.
  package init(
    metrics: Metrics, limit: Int = 1_024,
    clock: @escaping @Sendable () -> Int64, report: @escaping @Sendable (any Error) -> Void,
    make: @escaping @Sendable () throws -> OpenAuthority
  ) throws {
    self.metrics = metrics
    self.limit = limit
    self.clock = clock
    self.report = report
    let started = Monitor<Result<Void, any Error>?>(nil)
    let thread = Thread { [self] in
      do {
        let authority = try make()
        started.change { $0 = .success(()) }
        Writing(self, authority).run()
      } catch {
        started.change { $0 = .failure(error) }
      }
    }
    self.thread.withLock { $0 = thread }
    try started.wait(until: nil) { $0 }?.get()
  }

  // MARK: From any thread

  /// Something is being read that will be an order: the next commit waits a moment for it.
  func announce() { state.withLock { $0.announced += 1 } }

  /// What was announced comes to nothing.
  func withdraw() { state.change { $0.announced -= 1 } }

  /// What was announced; false where too much waits already. `answered` is called on the writer's
  /// thread.
  func exchange(
    _ delivery: Delivery, wait seconds: Int, answered: @escaping Answered
  ) -> Bool {
    let order = Order(
      delivery: delivery, until: .now + Int64(seconds) * 1_000, answered: answered)
    return state.change { state in
      state.announced -= 1
      guard !state.isClosing, state.orders.count < limit else { return false }
      state.orders.append(order)
      return true
    }
  }

  /// Runs `body` between two commits and waits for what it gives; throws `Busy` where that takes too
  /// long, after which it may still happen.
  package func perform<Result: Sendable>(
    within milliseconds: Int64 = 10_000,
    _ body: @escaping @Sendable (any AuthorityCore) throws -> Result
  ) throws -> Result {
    let given = Monitor<Swift.Result<Result, any Error>?>(nil)
    let isTaken = state.change { state in
      guard !state.isClosing, state.tasks.count < limit else { return false }
      state.tasks.append { authority in
        let result = Swift.Result { try authority.alone(body) }
        given.change { $0 = result }
      }
      return true
    }
    guard isTaken, let result = given.wait(until: .now + milliseconds, { $0 }) else {
      throw Busy()
    }
    return try result.get()
  }

  struct Busy: Error {}

  /// How many wait to be taken.
  var orders: Int { state.withLock { $0.orders.count } }
  /// How many wait for news.
  package var polls: Int { state.withLock { $0.waiting } }

  /// Answers everything that waits, those who wait for news with what there is, and ends the thread.
  package func close() {
    state.change { $0.isClosing = true }
    thread.withLock { $0.take() }?.join()
  }
}
