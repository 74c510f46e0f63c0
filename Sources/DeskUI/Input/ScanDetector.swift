/// Tells a scanner from a typist, whatever screen is open: characters with gaps under 35 ms, ended
/// as fast by Enter or Tab, are a code. While no field has the focus printable keys wait one gap
/// before they act, since a code may hold letters that are commands; in a field they are shown at
/// once and taken back.
///
/// Six characters are a code wherever they come. Fewer could be the end of a word or the rest of a
/// code whose beginning came late: they are one after a pause only, and in a field only with a
/// digit among them. Three that waited and had no Enter are no commands of a hand's: a code was
/// torn, and nothing is done, nor by the Enter that follows. Digits at no field that are neither a
/// code nor typed at leisure do nothing: on a roster they would check in whoever stands in that row.
package struct ScanDetector: Sendable {
  /// Milliseconds, and characters for `minimum`.
  package struct Settings: Sendable {
    package var minimum = 2
    package var gap = 35
    package var repeated = 3000
    package var lineEnd = 100
    /// A held key repeats every 25 to 40 ms, slower than any scanner types.
    package var heldKeyGap = 20
    /// A pause that no scanner makes within a code: what comes after it begins anew.
    package var pause = 300

    package init() {}
  }

  /// So many characters at a scanner's speed are a code, whatever came before them.
  private static let certain = 6
  /// So many keys may a hand roll over at that speed.
  private static let rolled = 2

  private let settings: Settings
  private var burst: [Character] = []
  private var lastKey = Int.min / 2
  /// Whether the burst went to a field as it came, or waits here.
  private var shown = false
  /// Whether the burst began after a pause.
  private var isFresh = false
  private var digits = DigitRun()
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
      if burst.isEmpty { isFresh = gap >= settings.pause }
      lastKey = now
      events += take(character, after: gap, fieldFocused)
      digits.take(shown ? nil : character, at: now, settings)
      return events
    }
    let isUnclear = key == .enter && !fieldFocused && isUnclear(at: now)
    digits = DigitRun()
    if (key == .enter || key == .tab) && isCode {
      events += scanned(at: now)
    } else if isUnclear {
      burst = []
      events.append(.unclear)
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

  private var isCode: Bool {
    guard burst.count >= settings.minimum else { return false }
    return burst.count >= Self.certain || isFresh && (!shown || burst.contains(where: \.isNumber))
  }

  /// One letter and Enter are two commands, however fast.
  private func isUnclear(at now: Int) -> Bool {
    !shown && burst.count > 1 || digits.isHurried(at: now, settings)
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
    lastKey = .min / 2
    lineEndUntil = now + settings.lineEnd
    if let lastCode, lastCode.text == code, now - lastCode.at < settings.repeated {
      events.append(.scanRepeated(code))
    } else {
      events.append(.scan(code))
      lastCode = (code, now)
    }
    return events
  }

  /// The burst has ended without an Enter.
  private mutating func release() -> [Event] {
    defer { burst = [] }
    guard !shown else { return [] }
    let isHeld = burst.allSatisfy { $0 == burst.first }
    if burst.count > Self.rolled, !isHeld {
      lineEndUntil = lastKey + settings.pause
      return [.unclear]
    }
    return burst.map { .key(.char($0)) }
  }
}

/// Digits that came without a pause between them while no field had the focus: the number of a
/// row, or a code that was torn on its way.
private struct DigitRun {
  /// Three digits and Enter that a hand types take longer than this for each, in milliseconds.
  private static let handsPace = 80

  private var count = 0
  private var began = 0
  private var last = Int.min / 2
  private var hasScannersGap = false

  mutating func take(_ character: Character?, at now: Int, _ settings: ScanDetector.Settings) {
    guard let character, character.isNumber else {
      self = DigitRun()
      return
    }
    if count == 0 || now - last >= settings.pause {
      self = DigitRun()
      began = now
    } else if now - last < settings.gap {
      hasScannersGap = true
    }
    count += 1
    last = now
  }

  /// Whether Enter now would end what no hand types.
  func isHurried(at now: Int, _ settings: ScanDetector.Settings) -> Bool {
    guard count > 0, now - last < settings.pause else { return false }
    return hasScannersGap || now - last < settings.gap
      || count > 2 && now - began < count * Self.handsPace
  }
}
