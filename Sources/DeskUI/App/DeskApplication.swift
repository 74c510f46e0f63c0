package import Domain
package import Sync

/// The door of this module: the application on the terminal.
package enum DeskApplication {
  /// Who is at the desk when it opens.
  package enum Entry: Sendable {
    case nobody
    /// The PIN has been checked.
    case known(ID<Staff>)
    /// The first paint does not wait for the PIN; keys typed meanwhile are kept.
    case claimed(ID<Staff>, pin: String)
  }

  /// Runs until the person quits; `welcome` is said once at the start. Throws where there is no
  /// terminal, before anything was painted. With a `lineSwitch` the palette can cut the line; a
  /// `powerWatch` is asked beside the screen. Returns why the device was shut out meanwhile, nil where it
  /// was not.
  package static func run(
    store: DeskStore, options: DeskOptions, entry: Entry = .nobody, mode: DeskMode = .desk,
    welcome: [String] = [], lineSwitch: LineSwitch? = nil, powerWatch: PowerWatch? = nil
  ) throws(TerminalFailure) -> StoreError? {
    let application = Application(
      store: store, options: options, mode: mode, entry: entry, welcome: welcome,
      lineSwitch: lineSwitch, powerWatch: powerWatch)
    store.startLine()
    let ended = try TerminalLoop.run(application, terminal(options, isKiosk: mode == .kiosk))
    ended.worker.finish()
    return ended.shutOut
  }

  /// A kiosk that was shut out is out of order for members, and tells `reason` to whoever has its exit PIN.
  package static func run(
    locked lock: KioskLock, _ reason: String, options: DeskOptions
  ) throws(TerminalFailure) {
    _ = try TerminalLoop.run(
      ShutOutKiosk(reason, options, lock), terminal(options, isKiosk: true))
  }

  private static func terminal(_ options: DeskOptions, isKiosk: Bool) -> TerminalOptions {
    var terminal = TerminalOptions()
    terminal.theme = options.theme
    terminal.unicode = options.unicode
    terminal.escapeDelay = options.escapeDelay
    terminal.kiosk = isKiosk
    terminal.scan = options.scan
    return terminal
  }
}
