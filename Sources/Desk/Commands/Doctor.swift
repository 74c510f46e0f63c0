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
      checks += try data(call, config)
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

  /// Throws what is wrong with the call itself, such as a clock for a studio that is no training.
  private static func data(_ call: Call, _ config: Config) throws -> [Check] {
    do {
      let store = try Desk.openStore(call, config)
      return try Desk.closing(store) {
        try store.checks() + lines(of: store) + power(of: store, call, config)
      }
    } catch let error as UsageError {
      throw error
    } catch let error as StoreError where error.code != .notTraining {
      let (what, next) = parts(error.message)
      return [Check(name: "data", ok: false, detail: what, mend: next)]
    } catch let error where (error as? StoreError)?.code != .notTraining {
      return [
        Check(
          name: "data", ok: false, detail: "\(error)",
          mend: "keep a copy of the directory before anything else")
      ]
    }
  }

  /// What happened, and what to do next, which every message says behind a colon.
  private static func parts(_ message: String) -> (what: String, next: String) {
    guard let colon = message.firstRange(of: ": ") else { return (message, "") }
    return (String(message[..<colon.lowerBound]), String(message[colon.upperBound...]))
  }

  /// No line is no fault of this machine's: the desk works on.
  private static func lines(of store: DeskStore) throws -> [Check] {
    guard let membership = try store.membership() else {
      return [alone(try store.lineStatus())]
    }
    let digest = try store.compareWithAuthority()
    let failure = try store.visit().failure
    let queued = try store.lineStatus().queued
    let said = failure?.sentence ?? "it answers"
    let line = Check(
      name: "line", ok: true,
      detail: "\(plainText(membership.url)): \(said); \(queued.counted("operation")) to send",
      word: failure == nil ? nil : "down")
    return [line, digest]
  }

  private static func alone(_ line: LineStatus) -> Check {
    let detail =
      line.served == 0
      ? "this studio stands alone: it needs no line"
      : "this desk decides for \(line.served.counted("other device")), which "
        + (line.isServing ? "can reach it" : "cannot reach it: start desk serve")
    return Check(
      name: "line", ok: true, detail: detail,
      word: line.served > 0 && !line.isServing ? "down" : nil)
  }

  /// The next outage and what the desk has for it, and the battery. Neither is a fault of this desk's:
  /// what is missing is told.
  private static func power(of store: DeskStore, _ call: Call, _ config: Config) throws -> [Check] {
    let place = try Desk.place(call.place(config), in: store.studio)
    let supplies = config.power.supplies
    let battery = supplies.isEmpty ? nil : Battery.read(in: supplies)
    return [
      try outage(of: store, place.location, place.zone, call, config),
      Check(
        name: "battery", ok: true,
        detail: battery.map { "\($0.percent) %\($0.isDischarging ? ", in use: no mains" : "")" }
          ?? "none that the kernel tells of"),
    ]
  }

  private static func outage(
    of store: DeskStore, _ location: Location, _ zone: Zone, _ call: Call, _ config: Config
  ) throws -> Check {
    let here: LocalTimetable
    do { here = try LocalTimetable(call, config, in: zone) } catch let error as UsageError {
      return Check(
        name: "outages", ok: false, detail: error.message,
        mend: "correct that line, or leave it out")
    }
    let problem = here.problem.map { "; calendar \($0)" } ?? ""
    let watch = PowerWatch(store, at: location, supplies: "") { here.all }
    guard let cut = watch.next() else {
      return Check(name: "outages", ok: true, detail: "none is announced\(problem)")
    }
    let readiness = store.readiness(for: cut, try store.lineStatus())
    let now = store.clock.now
    func time(_ moment: Instant) -> String {
      let local = zone.local(moment)
      return (local.day == zone.day(of: now) ? "" : "\(local.day.text) ") + local.timeOfDay.text
    }
    let state = readiness.state(time: time)
    guard !cut.isOn(at: now) else {
      return Check(
        name: "outages", ok: true,
        detail: "on since \(time(cut.from)) until \(time(cut.until)), nothing is left to prepare; "
          + "\(state)\(problem)", word: "on")
    }
    let missing = readiness.missing.map { "; \($0)" } ?? ""
    return Check(
      name: "outages", ok: true,
      detail: "\(OutageTold.span(cut, in: zone)), \(state)\(missing)\(problem)",
      word: readiness.isReady ? nil : "not ready")
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
        check.name, check.ok ? check.word ?? "ok" : "WRONG",
        check.mend.isEmpty ? check.detail : "\(check.detail): \(check.mend)")
    }
    return table.text(empty: "")
  }
}

extension Check {
  fileprivate var json: JSON {
    [
      "name": .text(name), "ok": .flag(ok), "word": JSON(word), "detail": .text(detail),
      "mend": .text(mend),
    ]
  }
}
