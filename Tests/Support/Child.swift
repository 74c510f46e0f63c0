package import Glibc

/// How a test's programs are started.
package enum Child {
  package struct Failed: Error {
    package let what: String
  }

  /// The first word is a path or a name on the PATH; `variables` are `NAME=VALUE`.
  ///
  /// Threads of a test's pool block most signals: a child born so would hear of no new size and no end,
  /// and tmux would outlive its `kill-server`.
  package static func born(
    _ words: [String], _ variables: [String], _ actions: inout posix_spawn_file_actions_t
  ) throws -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
    defer { for text in arguments + environment { free(text) } }
    var pid: pid_t = 0
    let failure = posix_spawnp(&pid, words[0], &actions, &attributes, &arguments, &environment)
    guard failure == 0 else {
      throw Failed(what: "\(words[0]): \(String(cString: strerror(failure)))")
    }
    return pid
  }
}
