import Config
import Domain
import Glibc
import Interchange
import Sync
import Synchronization
import Zones

/// The outages that this machine's own files announce: the list in its configuration, and the calendar
/// that this names, which is read again when it changes.
final class LocalTimetable: Sendable {
  private struct Calendar {
    var windows: [OutageWindow] = []
    var problem: String?
    /// What the file looked like when it was read.
    var stamp: [Int] = []
  }

  private let listed: [OutageWindow]
  private let path: String
  private let zone: Zone
  private let calendar = Mutex(Calendar())

  /// Throws a `UsageError` with file and line for an outage that cannot be read.
  init(_ call: Call, _ config: Config, in zone: Zone) throws {
    let outages = config.power.outages
    listed = try outages.texts.map { text in
      guard let window = OutageWindow(typed: text, in: zone) else {
        throw UsageError(
          "\(call.configPath ?? ""):\(outages.line): power.outages: \(quoted(text)) is no outage; "
            + "use \(OutageWindow.shape)")
      }
      return window
    }
    self.zone = zone
    path = Self.path(config.power.calendar, call)
  }

  /// For all that is announced where this device acts.
  static func watch(_ store: DeskStore, _ call: Call, _ config: Config) throws -> PowerWatch {
    let place = try Desk.place(call.place(config), in: store.studio)
    let here = try LocalTimetable(call, config, in: place.zone)
    return PowerWatch(store, at: place.location, supplies: config.power.supplies) { here.all }
  }

  /// A name without a folder stands beside the configuration.
  private static func path(_ text: String, _ call: Call) -> String {
    if text.hasPrefix("~/") { return (call.environment("HOME") ?? "/") + text.dropFirst() }
    guard !text.isEmpty, !text.hasPrefix("/"), let config = call.configPath,
      let slash = config.lastIndex(of: "/")
    else { return text }
    return config[...slash] + text
  }

  var all: [OutageWindow] { listed + read().windows }

  /// What is wrong with the calendar, and what to do; nil where all is well.
  var problem: String? { read().problem }

  private func read() -> Calendar {
    guard !path.isEmpty else { return Calendar() }
    return calendar.withLock { calendar in
      let stamp = Self.stamp(path)
      if calendar.stamp != stamp || stamp.isEmpty { read(stamp, into: &calendar) }
      return calendar
    }
  }

  /// What was read once holds on while the file is gone or broken: the power does not stay on for that.
  private func read(_ stamp: [Int], into calendar: inout Calendar) {
    calendar.stamp = stamp
    do {
      calendar.windows = try Self.bring(path, in: zone).windows
      calendar.problem = nil
    } catch {
      calendar.problem = (error as? UsageError)?.message ?? "\(error)"
    }
  }

  private static func stamp(_ path: String) -> [Int] {
    var status = stat()
    guard stat(path, &status) == 0 else { return [] }
    return [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, Int(status.st_size)]
  }

  /// Reads an iCalendar file; throws a `UsageError` that says what is wrong with it.
  static func bring(
    _ path: String, in zone: Zone
  ) throws -> (windows: [OutageWindow], note: String?) {
    do {
      let read = try OutageCalendar(try BroughtFile.read(path, most: 4 << 20), in: zone) {
        try? Zones.tree.zone(named: $0)
      }
      let notes = [
        read.repeating == 0
          ? nil
          : "\(read.repeating.counted("event")) repeat: only the first time of each was taken; "
            + "add the others, or each week as in tue,thu 18:00-20:30",
        read.unread == 0
          ? nil : "\(read.unread.counted("event")) without a beginning and an end were left out",
      ].compactMap { $0 }
      return (read.cuts.map { .once($0) }, notes.isEmpty ? nil : notes.joined(separator: "; "))
    } catch let problem as FileProblem {
      throw UsageError("\(path): \(problem.sentence)")
    }
  }
}
