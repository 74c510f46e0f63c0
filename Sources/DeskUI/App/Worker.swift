import Domain
import Glibc
import Sync
import Synchronization

/// What the storage thread has to tell; drained by the loop's thread at the next wake.
enum Message: Sendable {
  case settled(Submission, Settlement)
  case scanned(ScanReport)
  /// Whom a kiosk's last yes is for.
  case greeted(ID<Operation>, Greeting)
  case signedIn(ID<Staff>)
  case signInRefused(Refusal)
  case done(String)
  case failed(String)
  /// What the checks after an unclean stop found.
  case damaged(Check)
  case power(PowerWatch.Look)
  /// What a person asked for.
  case readied(Readiness)
}

/// Does what waits for the disk or for Argon2 away from the screen, one thing after the other.
///
/// A thread lives as long as there is work: a desk that nobody uses costs nothing.
final class Worker: Sendable {
  typealias Job = @Sendable () -> Void

  private struct Queue {
    var jobs: [Job] = []
    var runs = false
  }

  private let queue = Mutex(Queue())
  private let inline: Bool

  /// Inline everything is done before `run` returns: for tests and rendered screens.
  init(inline: Bool) { self.inline = inline }

  func run(_ job: @escaping Job) {
    if inline { return job() }
    let starts = queue.withLock { queue in
      queue.jobs.append(job)
      defer { queue.runs = true }
      return !queue.runs
    }
    if starts { start() }
  }

  private func start() {
    var thread = pthread_t()
    let worker = Unmanaged.passRetained(self)
    let result = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Worker>.fromOpaque(argument).takeRetainedValue().work()
        return nil
      }, worker.toOpaque())
    guard result == 0 else {
      worker.release()
      return work()
    }
    pthread_detach(thread)
  }

  private func work() {
    while let job = next() { job() }
  }

  private func next() -> Job? {
    queue.withLock { queue in
      guard !queue.jobs.isEmpty else {
        queue.runs = false
        return nil
      }
      return queue.jobs.removeFirst()
    }
  }

  /// Waits until nothing is under way: the end of the program must not cut an act in two.
  func finish() {
    while queue.withLock({ $0.runs }) { usleep(2_000) }
  }
}
