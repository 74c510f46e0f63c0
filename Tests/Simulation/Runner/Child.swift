import Glibc

/// Another process of this program, whose lines are read as they come.
final class Child {
  let output: Int32
  private let process: pid_t
  private var rest: [UInt8] = []
  private(set) var isOver = false
  /// The seed that it is at.
  var current: UInt64?
  /// What happened before its violation.
  var trace: [Substring] = []

  /// Nil where the system gives no more.
  init?(_ arguments: [String]) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    defer { posix_spawn_file_actions_destroy(&actions) }
    var words: [UnsafeMutablePointer<CChar>?] = (["simulate"] + arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let result = posix_spawn(&process, "/proc/self/exe", &actions, nil, words, environ)
    close(ends[1])
    guard result == 0 else {
      close(ends[0])
      return nil
    }
    self.process = process
    output = ends[0]
  }

  /// The whole lines that have come; at the end of all waits for the process.
  func read() -> [Substring] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(output, &buffer, buffer.count)
    guard count > 0 else {
      finish()
      return []
    }
    rest += buffer[..<count]
    guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    let lines = String(decoding: rest[..<end], as: UTF8.self).split(separator: "\n")
    rest.removeFirst(end + 1)
    return lines
  }

  func end() {
    guard !isOver else { return }
    kill(process, SIGKILL)
    finish()
  }

  private func finish() {
    isOver = true
    close(output)
    waitpid(process, nil, 0)
  }
}
