import Glibc

extension Config {
  /// A configuration is a page or two; more is a mistake, such as a database given by its name.
  private static let largest = 1 << 20

  /// The file to read: `--config`, `$STUDIOLOOP_CONFIG`, then the user's and the machine's if they
  /// exist; nil means the defaults. The first two are not looked for: when missing, `load` says so.
  package static func locate(
    explicit: String?, environment: [String: String],
    exists: (String) -> Bool = { access($0, F_OK) == 0 }
  ) -> String? {
    // An empty variable counts as none, and the XDG rules ignore a relative path.
    func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let named = explicit ?? variable("STUDIOLOOP_CONFIG") { return named }
    let base =
      variable("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? variable("HOME").map { $0 + "/.config" }
    let usual = (base.map { [$0 + "/studioloop/desk.toml"] } ?? []) + ["/etc/studioloop/desk.toml"]
    return usual.first(where: exists)
  }

  /// Throws `ConfigError` for a file that cannot be read, too.
  package static func load(_ path: String) throws(ConfigError) -> Config {
    try parse(read(path), file: path)
  }

  private static func read(_ path: String) throws(ConfigError) -> [UInt8] {
    // Without O_NONBLOCK a named pipe would wait for a writer for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while bytes.count <= largest {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += chunk[..<count]
      } else if errno != EINTR {
        throw unreadable(path)
      }
    }
    throw ConfigError(.tooLarge, path, expected: "a TOML file of at most 1 MiB")
  }

  private static func unreadable(_ path: String) -> ConfigError {
    ConfigError(.unreadable(errno), path, expected: "a TOML file that this user may read")
  }
}
