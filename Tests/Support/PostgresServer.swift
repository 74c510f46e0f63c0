import Glibc
import Synchronization

/// A PostgreSQL server of the tests' own: made in a temporary directory, reached by a socket there,
/// and gone with the process, however that ends.
package final class PostgresServer: Sendable {
  package static let programs = "/usr/lib/postgresql/15/bin"

  package struct Failed: Error {
    package let what: String
  }

  package let directory: TemporaryDirectory
  private let settings: [String]
  /// Ends the server when it is closed; nil while there is none.
  private let leash = Mutex<Int32?>(nil)

  /// Makes the server's files and starts it. `settings` as in postgresql.conf: `fsync=off` is for
  /// tests, in which no machine loses its power.
  package init(_ settings: String...) throws {
    directory = TemporaryDirectory()
    self.settings =
      settings + ["listen_addresses=", "unix_socket_directories=\(directory.path)"]
    chmod(directory.path, 0o711)
    try Self.run(
      [
        "install", "-d", "-m", "700",
      ] + (getuid() == 0 ? ["-o", "postgres"] : []) + [files])
    try Self.run(
      Self.servant + [
        Self.programs + "/initdb", "-D", files, "-U", "postgres", "-A", "trust", "-E", "UTF8",
        "--locale=C.UTF-8", "--no-sync",
      ])
    // The socket lies in the directory that is not the servant's.
    chmod(directory.path, 0o777)
    try start()
  }

  deinit { end(.immediate) }

  private var files: String { directory.file("data") }

  /// PostgreSQL refuses to run as root.
  private static var servant: [String] {
    getuid() == 0
      ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
  }

  /// For libpq.
  package func address(as role: String, _ database: String = "postgres") -> String {
    "host=\(directory.path) user=\(role) dbname=\(database) connect_timeout=2"
  }

  /// What the server has said.
  package var log: String {
    guard let file = fopen(directory.file("log"), "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Its life

  /// Starts the server on its files, and waits until it takes connections.
  package func start() throws {
    try leash.withLock { leash in
      guard leash == nil else { return }
      // The shell lives until this process lets go of its input; what it started ends with it.
      let life = """
        "$@" >>\(directory.file("log")) 2>&1 &
        read -r end; kill -QUIT $! 2>/dev/null; wait
        [ "$end" = stay ] || rm -rf \(directory.path)
        """
      let words =
        ["sh", "-c", life, "sh"] + Self.servant
        + [Self.programs + "/postgres", "-D", files] + settings.flatMap { ["-c", $0] }
      let pipe = directory.file("leash")
      unlink(pipe)
      mkfifo(pipe, 0o600)
      // Open for both, so that opening waits for nobody, and closed to other children.
      let held = open(pipe, O_RDWR | O_CLOEXEC)
      _ = try Self.born(words, input: pipe)
      leash = held
    }
    let deadline = Self.now + 20_000
    while Self.now < deadline {
      do {
        let asked = ["pg_isready", "-q", "-h", directory.path, "-U", "postgres"]
        return try Self.run([Self.programs + "/" + asked[0]] + asked.dropFirst())
      } catch {
        usleep(20_000)
      }
    }
    throw Failed(what: "the server did not start")
  }

  package enum End: Sendable { case clean, immediate, killed }

  /// Ends the server: after its clients, at once without a word to its files, or by kill -9 of all
  /// of its processes.
  package func end(_ how: End) {
    guard let first = processID else { return }
    let all = [first] + children(of: first)
    switch how {
    case .clean: kill(first, SIGINT)
    case .immediate: kill(first, SIGQUIT)
    case .killed: for process in all { kill(process, SIGKILL) }
    }
    leash.withLock { leash in
      if let end = leash {
        _ = write(end, "stay\n", 5)
        close(end)
      }
      leash = nil
    }
    let deadline = Self.now + 20_000
    while all.contains(where: { kill($0, 0) == 0 }), Self.now < deadline { usleep(2_000) }
    unlink("\(files)/postmaster.pid")
  }

  private func children(of parent: pid_t) -> [pid_t] {
    guard let directory = opendir("/proc") else { return [] }
    defer { closedir(directory) }
    var found: [pid_t] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard let process = pid_t(name), let file = fopen("/proc/\(name)/stat", "r") else { continue }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 256)
      guard fgets(&line, 256, file) != nil else { continue }
      // Behind the name in brackets: the state, then the parent.
      let words = Self.text(line).split(separator: ")").last?.split(separator: " ") ?? []
      if words.count > 1, pid_t(words[1]) == parent { found.append(process) }
    }
    return found
  }

  private static func text(_ line: [CChar]) -> String {
    String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private var processID: pid_t? {
    guard let file = fopen("\(files)/postmaster.pid", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 32)
    guard fgets(&line, 32, file) != nil else { return nil }
    return pid_t(Self.text(line).prefix { $0 != "\n" })
  }

  private static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
  }

  // MARK: Children

  private static func run(_ words: [String]) throws {
    let pid = try born(words, input: "/dev/null")
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    guard status == 0 else { throw Failed(what: words.joined(separator: " ")) }
  }

  private static func born(_ words: [String], input: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    return try Child.born(words, ["PATH=\(path)"], &actions)
  }
}
