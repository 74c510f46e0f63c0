/// Tells a scanner from a typist, whatever screen is open: at least six characters with gaps
/// under 35 ms, ended by Enter or Tab, are a code. While no field has the focus printable keys
/// wait one gap before they act, since a code may hold letters that are commands; in a field they
/// are shown at once and taken back.
package struct ScanDetector: Sendable {
  /// Milliseconds, and characters for `minimum`.
  package struct Settings: Sendable {
    package var minimum = 6
    package var gap = 35
    package var repeated = 3000
    package var lineEnd = 100
    /// A held key repeats every 25 to 40 ms, slower than any scanner types.
    package var heldKeyGap = 20

    package init() {}
  }

  private let settings: Settings
  private var burst: [Character] = []
  private var lastKey = 0
  /// Whether the burst went to a field as it came, or waits here.
  private var shown = false
  private var heldKey: Character?
  private var lastCode: (text: String, at: Int)?
  private var lineEndUntil: Int?

  package init(_ settings: Settings = Settings()) { self.settings = settings }

  /// When `flush` has to be called if no key comes before; none while nothing waits.
  package var deadline: Int? { burst.isEmpty || shown ? nil : lastKey + settings.gap }

  /// What the key makes known. `fieldFocused` counts for the first character of a burst.
  package mutating func feed(_ key: Key, at now: Int, fieldFocused: Bool) -> [Event] {
    let inTime = !burst.isEmpty && now - lastKey < settings.gap
    var events = inTime ? [] : release()
    if let until = lineEndUntil {
      lineEndUntil = nil
      if key == .enter && now <= until { return events }
    }
    if let character = key.printable {
      let gap = now - lastKey
      lastKey = now
      events += take(character, after: gap, fieldFocused)
    } else if (key == .enter || key == .tab) && burst.count >= settings.minimum {
      events += scanned(at: now)
    } else {
      events += release()
      events.append(.key(key))
    }
    return events
  }

  /// Lets go what waited and turned out to be typed.
  package mutating func flush(at now: Int) -> [Event] {
    guard let deadline, now >= deadline else { return [] }
    return release()
  }

  private mutating func take(
    _ character: Character, after gap: Int, _ fieldFocused: Bool
  ) -> [Event] {
    if character == heldKey && gap < settings.gap * 2 { return [.key(.char(character))] }
    heldKey = nil
    if burst.isEmpty { shown = fieldFocused }
    burst.append(character)
    if shown { return [.key(.char(character))] }
    guard burst.count > 2, gap >= settings.heldKeyGap, burst.allSatisfy({ $0 == character }) else {
      return []
    }
    heldKey = character
    return release()
  }

  private mutating func scanned(at now: Int) -> [Event] {
    let code = String(burst)
    var events: [Event] = shown ? [.takeBack(burst.count)] : []
    burst = []
    lineEndUntil = now + settings.lineEnd
    if let lastCode, lastCode.text == code, now - lastCode.at < settings.repeated {
      events.append(.scanRepeated(code))
    } else {
      events.append(.scan(code))
      lastCode = (code, now)
    }
    return events
  }

  private mutating func release() -> [Event] {
    defer { burst = [] }
    return shown ? [] : burst.map { .key(.char($0)) }
  }
}
