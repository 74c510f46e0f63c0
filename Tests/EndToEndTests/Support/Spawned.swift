import Glibc
import Support
import Synchronization

/// A child process whose output is kept; waits until the end unless it is killed before.
struct Spawned: ~Copyable {
  let pid: pid_t
  private let output: Int32
  private let errors: Int32

  struct Ended {
    /// The exit code, or minus the signal.
    let status: Int32
    let output: String
    let errors: String
  }

  struct Failed: Error {
    let what: String
  }

  /// The first word is a path or a name on the PATH; the environment is added to this process's.
  init(_ words: [String], environment: [String: String] = [:], input: String? = nil) throws {
    self = try Self.alone.withLock { _ in
      try Spawned(starting: words, environment: environment, input: input)
    }
  }

  /// Between making a pipe and closing it to children no other child may be born with it.
  private static let alone = Mutex(())

  private init(starting words: [String], environment: [String: String], input: String?) throws {
    let out = try Self.pipe()
    let err = try Self.pipe()
    let into = try input.map { _ in try Self.pipe() }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let into {
      posix_spawn_file_actions_adddup2(&actions, into.read, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, out.write, 1)
    posix_spawn_file_actions_adddup2(&actions, err.write, 2)
    let variables = Self.environment(with: environment).map { "\($0)=\($1)" }
    defer { for end in [out.write, err.write, into?.read].compactMap({ $0 }) { close(end) } }
    let pid = try Child.born(words, variables, &actions)
    if let into, let input {
      var bytes = Array(input.utf8)
      _ = write(into.write, &bytes, bytes.count)
      close(into.write)
    }
    self.pid = pid
    output = out.read
    errors = err.read
  }

  func kill(_ signal: Int32) { Glibc.kill(pid, signal) }

  /// The next line of its output; empty where none comes in time.
  func line(within seconds: Int = patience) -> String {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while ContinuousClock.now < deadline {
      var waited = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&waited, 1, 100) > 0 else { continue }
      guard read(output, &byte, 1) == 1, byte != UInt8(ascii: "\n") else { break }
      line.append(byte)
    }
    return String(decoding: line, as: UTF8.self)
  }

  /// Reads both streams to their ends and takes the child's status.
  consuming func wait() -> Ended {
    var texts: [Int32: [UInt8]] = [output: [], errors: []]
    var open = [output, errors]
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while !open.isEmpty {
      var waited = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      if poll(&waited, nfds_t(waited.count), -1) < 0 { continue }
      for entry in waited where entry.revents != 0 {
        let count = read(entry.fd, &chunk, chunk.count)
        if count > 0 {
          texts[entry.fd, default: []] += chunk[..<count]
        } else {
          open.removeAll { $0 == entry.fd }
        }
      }
    }
    close(output)
    close(errors)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return Ended(
      status: signal == 0 ? status >> 8 & 0xFF : -signal,
      output: String(decoding: texts[output] ?? [], as: UTF8.self),
      errors: String(decoding: texts[errors] ?? [], as: UTF8.self))
  }

  static func run(
    _ words: [String], environment: [String: String] = [:], input: String? = nil
  ) throws -> Ended {
    try Spawned(words, environment: environment, input: input).wait()
  }

  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard Glibc.pipe(&ends) == 0 else { throw Failed(what: "pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// This process's own, read from the kernel: the C global is out of reach of strict concurrency.
  private static func environment(with added: [String: String]) -> [String: String] {
    var all: [String: String] = [:]
    if let file = fopen("/proc/self/environ", "r") {
      defer { fclose(file) }
      var bytes = [UInt8](repeating: 0, count: 1 << 20)
      let count = fread(&bytes, 1, bytes.count, file)
      for entry in bytes[..<count].split(separator: 0) {
        let parts = entry.split(separator: UInt8(ascii: "="), maxSplits: 1)
        if parts.count == 2 {
          all[String(decoding: parts[0], as: UTF8.self)] = String(decoding: parts[1], as: UTF8.self)
        }
      }
    }
    return all.merging(added) { $1 }
  }
}
