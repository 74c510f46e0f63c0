import FoundationEssentials
import Glibc
import Support
import Testing

/// The service's program on a store.
struct CentralProgram {
  let directory = TemporaryDirectory()
  /// Without one it has a file of its own.
  var address: String?

  /// It lies beside the desk's.
  static let path = DeskProgram.path + "-central"

  private var store: [String] {
    ["--store", address ?? "sqlite:\(directory.file("central.db"))"]
  }
  private var environment: [String: String] { ["HOME": directory.path] }

  func ended(_ words: String..., input: String? = nil) -> Spawned.Ended {
    do {
      return try Spawned.run(
        [Self.path] + words + store, environment: environment, input: input)
    } catch {
      return Spawned.Ended(status: -1, output: "", errors: "\(error)")
    }
  }

  /// Runs it to its end; anything but exit 0 fails the test with what it said.
  func json<T: Decodable>(_ type: T.Type, _ words: String...) throws -> T {
    let ended = try Spawned.run(
      [Self.path] + words + store + ["--json"], environment: environment)
    try #require(ended.status == 0, "\(words.joined(separator: " ")): \(ended.errors)")
    return try JSONDecoder().decode(type, from: Data(ended.output.utf8))
  }

  struct Founded: Decodable {
    struct Row: Decodable {
      let id: String
      let name: String
    }
    let organization: Row
    let location: Row
    let staff: Row
  }
  struct Code: Decodable {
    let code: String
    let expires: String
  }

  func founded() throws -> Founded {
    #expect(ended("init").status == 0)
    return try json(
      Founded.self, "organization", "add", "--name", "Lotus", "--timezone",
      "Africa/Johannesburg", "--location", "Sea Point", "--owner", "Olga", "--owner-pin", "4711")
  }

  func enrol(at url: String, _ founded: Founded) throws -> EnrolledDevice {
    let code = try json(
      Code.self, "device", "enroll", "--role", "desk", "--location", founded.location.id)
    #expect(code.expires.hasSuffix("+02:00"))
    return try EnrolledDevice(at: url, code.code, in: directory)
  }

  /// A service that answers; killed with its owner where it was not ended before.
  final class Running {
    let url: String
    private let process: pid_t
    private let file: String
    /// Stays for as long as the service runs in it.
    private let directory: TemporaryDirectory
    private var isEnded = false

    fileprivate init(
      _ words: [String], in directory: TemporaryDirectory, environment: [String: String]
    ) throws {
      self.directory = directory
      file = directory.file("told-\(UInt32.random(in: .min ... .max))")
      let script = """
        f=$1; shift; rm -f "$f".*
        ( "$@" > "$f.out" 2> "$f.err" & echo $! > "$f.pid"; wait $!; echo $? > "$f.status" ) \
          > /dev/null 2>&1 &
        """
      _ = try Spawned.run(
        ["/bin/sh", "-c", script, "sh", file] + words, environment: environment)
      let told = Self.line(of: file + ".out", unless: file + ".status")
      url = told.hasPrefix("listening on ") ? String(told.dropFirst(13)) : ""
      process = pid_t(Self.line(of: file + ".pid")) ?? 0
    }

    /// The first line, as soon as it is whole; empty where it does not come, or the other file does.
    private static func line(of file: String, unless other: String? = nil) -> String {
      let deadline = ContinuousClock.now + .seconds(patience)
      while ContinuousClock.now < deadline {
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        if let end = text.firstIndex(of: "\n") { return String(text[..<end]) }
        if let other, access(other, F_OK) == 0 { break }
        usleep(2_000)
      }
      return ""
    }

    /// What it wrote of errors, and its exit code where it has ended.
    var complaints: String {
      [".err", ".status"].map { (try? String(contentsOfFile: file + $0, encoding: .utf8)) ?? "" }
        .joined()
    }

    /// The exit code as a shell has it: 128 and the signal where one ended it.
    func end(_ signal: Int32) -> Int32? {
      guard process > 1, !isEnded else { return nil }
      isEnded = true
      kill(process, signal)
      return Int32(Self.line(of: file + ".status"))
    }

    deinit { _ = end(SIGKILL) }
  }

  func serve(_ words: String...) throws -> Running { try serve(words: words) }

  func serve(words: [String]) throws -> Running {
    let running = try Running(
      [Self.path, "serve"] + words + store, in: directory, environment: environment)
    try #require(!running.url.isEmpty, "it does not say where it listens: \(running.complaints)")
    return running
  }
}
