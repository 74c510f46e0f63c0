/// The one list of tables and keys: reading, errors and the example file all come from it.
struct Section: Sendable {
  let name: String
  let doc: String
  let settings: [Setting]

  /// The table of remapped keys, whose names are not known here.
  static let keys = "keys"

  static let all: [Section] = [
    Section(
      name: "desk", doc: "Where this machine keeps its data, and where it stands.",
      settings: [
        .text(
          "data", \.desk.data, 1...4_096,
          """
          Directory of the databases. "~/" is the home directory; --data goes before it.
          """),
        .text(
          "location", \.desk.location, 0...200,
          """
          Name of the location to act at. Empty: the one this device was set up for.
          """),
        .integer(
          "wait", \.desk.waitSeconds, 0...3_600,
          """
          Seconds to wait for another program that is writing; --wait goes before it.
          """),
        .text(
          "spent", \.desk.spent, 0...4_096,
          """
          File, best on another disk, that notes what this desk has used of the places it
          may sell without a line. Empty: in data, where it tells of files that were restored,
          copied or written over; elsewhere also of a whole disk that was put back.
          """),
      ]),
    Section(
      name: "display", doc: "How the screen looks.",
      settings: [
        .choice("theme", \.display.theme, "Colours; mono uses bold and reverse only."),
        .choice(
          "glyphs", \.display.glyphs,
          """
          Lines and marks. auto: what the terminal's character set can show.
          """),
        .choice(
          "color", \.display.color,
          """
          auto: what the terminal says it can do, and none where NO_COLOR is set.
          """),
        .choice("first_day_of_week", \.display.firstDayOfWeek, "First column of a week."),
        .choice("clock", \.display.clock, "Times of day: 17:30 or 5:30 pm."),
      ]),
    Section(
      name: "input", doc: "Scanner and keyboard.",
      settings: [
        .integer(
          "scan_gap_ms", \.input.scanGapMilliseconds, 5...200,
          """
          Keys that follow each other faster than this come from a scanner. Raise it when
          scans arrive as typing, lower it when fast typing is taken for a scan.
          """),
        .integer(
          "scan_min_length", \.input.scanMinimumLength, 2...32,
          """
          Fewer characters than this are never a scan. Raise it only where short codes of
          a scanner get in the way: digits as fast as a scanner's do nothing then.
          """),
        .integer(
          "scan_repeat_ms", \.input.scanRepeatMilliseconds, 0...60_000,
          """
          The same code again within this time is dropped: the pass was held too long.
          """),
        .integer(
          "escape_delay_ms", \.input.escapeDelayMilliseconds, 5...1_000,
          """
          Time for the rest of a function key to arrive after Esc. Raise it on slow lines.
          """),
      ]),
    Section(
      name: "lock", doc: "What happens when nobody is at the desk.",
      settings: [
        .integer(
          "idle_minutes", \.lock.idleMinutes, 1...240,
          """
          Minutes without a key until only scans are taken and the rest asks for a PIN.
          """)
      ]),
    Section(
      name: "kiosk", doc: "The members' screen.",
      settings: [
        .integer(
          "result_seconds", \.kiosk.resultSeconds, 1...60,
          """
          How long an answer stays before the next member's turn.
          """),
        .integer(
          "staff_needed_seconds", \.kiosk.staffNeededSeconds, 1...60,
          """
          How long "please see the desk" stays.
          """),
        .choice(
          "language", \.kiosk.language,
          """
          In which members are spoken to until they press a language's key.
          """),
      ]),
    Section(
      name: "line", doc: "The way to a central service, and to devices of this studio's own.",
      settings: [
        .choice(
          "plain_http", \.line.plainHTTP,
          """
          Whether names and numbers may travel unencrypted to and from other machines.
          """)
      ]),
    Section(
      name: "power",
      doc: """
        When the power will be off. Beside what is announced at the authority (desk outages).
        """,
      settings: [
        .texts(
          "outages", \.power.outages, 500,
          """
          Announced outages in the time of the place: "2026-11-24 18:00-20:30", or each week
          as in "tue,thu 18:00-20:30" or "daily 02:00-04:30".
          """),
        .text(
          "calendar", \.power.calendar, 0...4_096,
          """
          An iCalendar file of the area, in which each event is an outage; read again when it
          changes. "~/" is the home directory. Empty: none.
          """),
        .text(
          "supplies", \.power.supplies, 0...4_096,
          """
          Where the kernel tells of batteries. Empty: do not look.
          """),
      ]),
    Section(
      name: keys,
      doc: """
        Other keys for actions, as action = "key". F1 lists the actions with their keys; a name or
        a key that does not exist, or a key given twice, is an error. For example:
            check_in = "F5"
        """, settings: []),
  ]
}
