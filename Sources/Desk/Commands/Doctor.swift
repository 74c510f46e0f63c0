import Central
import Config
import Domain
import Glibc
import Sync
import Wire

/// Says what is wrong and how to mend it; looks even where nothing opens.
enum Doctor {
  static func examine(_ call: Call) throws -> Answer {
    var checks: [Check] = []
    do {
      let config = try call.config()
      checks.append(
        Check(name: "config", ok: true, detail: call.configPath ?? "no file; the defaults hold"))
      checks += data(call, config)
    } catch let error as ConfigError {
      checks.append(
        Check(
          name: "config", ok: false, detail: error.description,
          mend: "correct that line, or leave it out: its default then holds"))
    }
    checks.append(terminal(call))
    let found = checks
    let ok = found.allSatisfy(\.ok)
    return Answer(
      ["ok": .flag(ok), "checks": JSON(found.map(\.json))], text(found),
      exit: ok ? .done : .damaged)
  }

  private static func data(_ call: Call, _ config: Config) -> [Check] {
    let directory = call.directory(config)
    do {
      let store = try DeskStore.open(
        directory, clock: DeskClock(), wait: call.wait(config), authority: AuthorityPlace.beside,
        line: DeskLine.maker(config))
      return try Desk.closing(store) { try store.checks() + lines(of: store) }
    } catch let error as StoreError {
      let mend =
        error.code == .missing ? "desk init makes a studio, desk demo a made-up one" : ""
      return [Check(name: "data", ok: false, detail: error.message, mend: mend)]
    } catch {
      return [
        Check(
          name: "data", ok: false, detail: "\(error)",
          mend: "keep a copy of the directory before anything else")
      ]
    }
  }

  /// No line is no fault of this machine's: the desk works on.
  private static func lines(of store: DeskStore) throws -> [Check] {
    guard let membership = try store.membership() else {
      return [Check(name: "line", ok: true, detail: "this studio stands alone: it needs no line")]
    }
    let digest = try store.compareWithAuthority()
    let failure = try store.visit().failure
    let queued = try store.lineStatus().queued
    let said = failure?.sentence ?? "answers"
    let line = Check(
      name: "line", ok: true,
      detail: "\(plainText(membership.url)) \(said); \(queued.counted("operation")) to send")
    return [line, digest]
  }

  private static func terminal(_ call: Call) -> Check {
    let kind = call.environment("TERM") ?? "unknown"
    let detail = isatty(STDOUT_FILENO) == 1 ? kind : "no terminal here (TERM is \(kind))"
    return Check(name: "terminal", ok: true, detail: detail)
  }

  private static func text(_ checks: [Check]) -> String {
    var table = Columns("check", "", "detail")
    for check in checks {
      table.add(
        check.name, check.ok ? "ok" : "WRONG",
        check.mend.isEmpty ? check.detail : "\(check.detail): \(check.mend)")
    }
    return table.text(empty: "")
  }
}

extension Check {
  fileprivate var json: JSON {
    ["name": .text(name), "ok": .flag(ok), "detail": .text(detail), "mend": .text(mend)]
  }
}
