import Glibc
import SQLite
import Synchronization
import Threads
import Wire

/// Talks to an authority elsewhere on a thread of its own: no key waits for it.
///
/// The storage work is handed in; it takes the directory's lock only between two exchanges.
final class LineEngine: Sendable {
  struct Storage: Sendable {
    var request: @Sendable (_ probe: Bool, _ wait: Int, _ closed: Bool) throws -> ExchangeRequest
    /// The authority has shut this device out.
    var leave: @Sendable () throws -> Void
    var answer:
      @Sendable (_ answer: ExchangeAnswer, _ to: ExchangeRequest, _ askedAt: Int64) throws ->
        DeskWriter.Heard
    var hasUnsent: @Sendable () throws -> Bool
    /// Nothing answers, for the record.
    var lost: @Sendable () throws -> Void
  }

  private struct Shared {
    var state: LineState
    var runs = false
    var stops = false
    /// On record as lost.
    var isLost = false
    /// Something was stored since the last exchange began.
    var stirred = false
    var askedAt: Int64?
    var thread: Thread?
    /// Of those who wait for the end of an exchange.
    var waiting: [Bell] = []
  }

  private let line: any Line
  private let storage: Storage
  private let shared: Mutex<Shared>
  private let bell: Bell

  init(_ line: any Line, _ storage: Storage) throws(FileError) {
    self.line = line
    self.storage = storage
    bell = try Bell()
    shared = Mutex(Shared(state: LineState(firstContactAt: Self.firstContact)))
  }

  /// Soon after the machine's start power has just come back, for the whole suburb.
  private static var firstContact: Int64 {
    let now = MachineClock.sinceBoot
    return now < 180_000 ? now + Int64.random(in: 0...30_000) : now
  }

  var state: LineState {
    watch()
    return shared.withLock(\.state)
  }

  /// Something was stored: it goes out at once, whatever the line is waiting for.
  func stir() {
    let waits = shared.withLock { shared in
      shared.stirred = true
      shared.state.stir()
      return shared.askedAt != nil
    }
    if waits { line.interrupt() }
    bell.ring()
  }

  /// A person asks for the line.
  func hurry() {
    shared.withLock { $0.state.hurry() }
    stir()
  }

  /// Waits until another exchange than the first so many has come to its end, or the engine stops; false
  /// where a moment of the counter that nobody sets came before.
  func awaitTry(after tries: Int, until deadline: Int64) -> Bool {
    guard let ended = try? Bell() else { return false }
    shared.withLock { $0.waiting.append(ended) }
    defer { shared.withLock { $0.waiting.removeAll { $0 === ended } } }
    while state.tries <= tries, isRunning {
      let left = deadline - MachineClock.sinceBoot
      guard left > 0 else { return false }
      ended.wait(milliseconds: min(left, LineState.patience))
    }
    return true
  }

  private func tellWaiting() {
    for bell in shared.withLock(\.waiting) { bell.ring() }
  }

  /// Gives up an exchange that takes too long.
  private func watch() {
    let now = MachineClock.sinceBoot
    let hangs = shared.withLock { $0.askedAt.map { now - $0 > LineState.patience } ?? false }
    if hangs { line.interrupt() }
  }

  /// True while its thread talks by itself.
  var isRunning: Bool { shared.withLock { $0.runs && !$0.stops } }

  func start() {
    let starts = shared.withLock { shared in
      defer { shared.runs = true }
      return !shared.runs
    }
    guard starts else { return }
    let thread = Thread { [self] in run() }
    shared.withLock { $0.thread = thread }
  }

  /// Ends the thread and says, where the line is there, that nothing comes until the next start.
  func stop() {
    let thread = shared.withLock { shared in
      shared.stops = true
      defer { shared.thread = nil }
      return shared.thread
    }
    guard let thread else { return }
    line.interrupt()
    bell.ring()
    tellWaiting()
    thread.join()
    // A quit waits for no line that is down.
    if case .online = shared.withLock({ $0.state.phase }) {
      _ = try? exchange(probe: true, wait: 0, closed: true)
    }
  }

  private func run() {
    while !shared.withLock(\.stops) {
      let unsent = (try? storage.hasUnsent()) ?? true
      let now = MachineClock.sinceBoot
      switch shared.withLock({ $0.state.step(at: now, unsent: unsent || $0.stirred) }) {
      case .sleep(let milliseconds): bell.wait(milliseconds: milliseconds)
      case .exchange(let probe, let wait): once(probe: probe, wait: wait)
      }
    }
  }

  /// One exchange and what it means for the next; returns true where there is more at once.
  @discardableResult
  func once(probe: Bool, wait: Int) -> Bool {
    defer { tellWaiting() }
    do {
      let (heard, retryAfter) = try exchange(probe: probe, wait: wait, closed: false)
      let now = MachineClock.sinceBoot
      shared.withLock {
        $0.state.answered(at: now, more: heard.more, news: heard.news, retryAfter: retryAfter)
        $0.isLost = false
      }
      return heard.more
    } catch {
      // The storage's own troubles are told by whoever writes next; the line waits for them too.
      let failure = error as? LineFailure ?? LineFailure(.failed)
      if failure.code == .revoked {
        // What the disk prevents now is tried again with the next contact.
        do { try storage.leave() } catch let error as StoreError where error.code == .shutOut {
          shared.withLock { $0.stops = true }
        } catch {}
      }
      let now = MachineClock.sinceBoot
      shared.withLock { shared in
        shared.state.failed(failure, at: now) { range in
          var chance = SystemRandomNumberGenerator()
          return Int64.random(in: range, using: &chance)
        }
      }
      recordLoss(failure)
      return false
    }
  }

  /// Says and hears what there is, and gives up at a moment of the counter that nobody sets.
  func exchange(until deadline: Int64) {
    guard let over = try? Bell() else { return }
    let watchdog = Thread { [line] in
      over.wait(milliseconds: max(0, deadline - MachineClock.sinceBoot))
      line.interrupt()
    }
    while once(probe: false, wait: 0), MachineClock.sinceBoot < deadline {}
    over.ring()
    watchdog.join()
    guard MachineClock.sinceBoot >= deadline else { return }
    shared.withLock { $0.state.failed(LineFailure(.timedOut), at: deadline) { $0.upperBound } }
    recordLoss(LineFailure(.timedOut))
  }

  /// Once an outage; where it cannot be written it is tried with the next failure.
  private func recordLoss(_ failure: LineFailure) {
    guard failure.code != .interrupted, failure.code != .revoked,
      !shared.withLock(\.isLost), (try? storage.lost()) != nil
    else { return }
    shared.withLock { $0.isLost = true }
  }

  private func exchange(
    probe: Bool, wait: Int, closed: Bool
  ) throws -> (heard: DeskWriter.Heard, retryAfter: Int?) {
    shared.withLock { $0.stirred = false }
    let request = try storage.request(probe, wait, closed)
    let askedAt = MachineClock.sinceBoot
    let isStirred = shared.withLock { shared in
      shared.askedAt = askedAt
      return shared.stirred && wait > 0
    }
    defer { shared.withLock { $0.askedAt = nil } }
    // What was stored between the question and the asking would lie for the whole wait.
    if isStirred { throw LineFailure(.interrupted) }
    let answer = try line.exchange(request)
    return (try storage.answer(answer, request, askedAt), answer.retryAfter)
  }
}

extension LineEngine.Storage {
  /// Each part takes the directory's lock and gives it back.
  init(of writer: DeskWriter, _ lock: DirectoryLock, _ wait: Duration) {
    @Sendable func locked<T>(_ body: () throws -> T) throws -> T {
      try lock.withLock(timeout: wait) {
        try writer.ready()
        return try body()
      }
    }
    request = { probe, wait, closed in
      try locked { try writer.lineRequest(probe: probe, wait: wait, closed: closed) }
    }
    leave = { try locked { try writer.leave() } }
    answer = { answer, request, askedAt in
      try locked { try writer.lineAnswer(answer, to: request, askedAt: askedAt) }
    }
    hasUnsent = { try locked { try writer.log.hasUnsent() } }
    lost = { try locked { try writer.lineLost() } }
  }
}

/// Wakes a waiting thread; a ring before the waiting counts.
private final class Bell: Sendable {
  private let ends: (reading: Int32, writing: Int32)

  init() throws(FileError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw FileError("pipe", "the line") }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    self.ends = (ends[0], ends[1])
  }

  deinit {
    close(ends.reading)
    close(ends.writing)
  }

  /// A full pipe has rung already.
  func ring() {
    var one: UInt8 = 1
    _ = write(ends.writing, &one, 1)
  }

  func wait(milliseconds: Int64) {
    var waited = pollfd(fd: ends.reading, events: Int16(POLLIN), revents: 0)
    _ = poll(&waited, 1, Int32(clamping: milliseconds))
    var rung = [UInt8](repeating: 0, count: 64)
    while read(ends.reading, &rung, rung.count) > 0 {}
  }
}
