/// What a studio may set per machine; a fresh value is the program's defaults.
package struct Config: Hashable, Sendable {
  package var desk = Desk()
  package var display = Display()
  package var input = Input()
  package var lock = Lock()
  package var kiosk = Kiosk()
  package var line = Line()
  package var power = Power()
  /// In the order of the file; names of actions and keys are judged by who has the bindings.
  package var keys: [Remapping] = []

  package init() {}

  package struct Desk: Hashable, Sendable {
    /// May begin with `~/`, which the caller expands.
    package var data = "~/.local/share/studioloop"
    /// Empty means the location at which the device was enrolled.
    package var location = ""
    package var waitSeconds = 30
    /// Where it is noted what was used of granted places; empty means among the data. May begin with
    /// `~/`.
    package var spent = ""
  }

  package struct Display: Hashable, Sendable {
    package enum Theme: String, CaseIterable, Sendable {
      case dark, light
      case highContrast = "high-contrast"
      case mono
    }
    package enum Glyphs: String, CaseIterable, Sendable { case auto, unicode, ascii }
    package enum Color: String, CaseIterable, Sendable { case auto, always, never }
    package enum Weekday: String, CaseIterable, Sendable { case monday, sunday }
    package enum Clock: String, CaseIterable, Sendable {
      case hours24 = "24h"
      case hours12 = "12h"
    }

    package var theme = Theme.dark
    package var glyphs = Glyphs.auto
    package var color = Color.auto
    package var firstDayOfWeek = Weekday.monday
    package var clock = Clock.hours24
  }

  package struct Input: Hashable, Sendable {
    package var scanGapMilliseconds = 35
    package var scanMinimumLength = 2
    package var scanRepeatMilliseconds = 3_000
    package var escapeDelayMilliseconds = 25
  }

  package struct Lock: Hashable, Sendable {
    package var idleMinutes = 10
  }

  package struct Kiosk: Hashable, Sendable {
    package enum Language: String, CaseIterable, Sendable { case en, af, zu, xh, fr, pt }

    package var language = Language.en
    package var resultSeconds = 5
    package var staffNeededSeconds = 3
  }

  package struct Line: Hashable, Sendable {
    package enum PlainHTTP: String, CaseIterable, Sendable {
      case never
      case onThisNetwork = "on-this-network"
    }

    package var plainHTTP = PlainHTTP.never
  }

  package struct Power: Hashable, Sendable {
    /// As somebody wrote them; who knows the place's zone understands them.
    package var outages = Lines()
    /// Of an iCalendar file; empty where there is none. May begin with `~/`.
    package var calendar = ""
    package var supplies = "/sys/class/power_supply"
  }

  /// A list of texts, with the line of its key for whoever finds one wrong; 0 where none was given.
  package struct Lines: Hashable, Sendable {
    package var texts: [String] = []
    package var line = 0
  }

  /// One line of `[keys]`, with its number for whoever finds it wrong.
  package struct Remapping: Hashable, Sendable {
    package let action: String
    package let key: String
    package let line: Int
  }
}
