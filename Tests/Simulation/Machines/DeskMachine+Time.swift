import Domain
import Support
import Sync
import Wire

/// What its clocks show, and what that is worth.
extension DeskMachine {
  /// The corrected time, and what it is worth.
  var time: (at: Instant, trust: ClockTrust) {
    let now = heard.now(readings)
    return (Instant(now.milliseconds / 1_000), now.trust)
  }

  var sinceBoot: Int64 { clock.sinceBoot(timeline.now) }

  var readings: CorrectedTime.Reading {
    CorrectedTime.Reading(
      wall: clock.wall(timeline.now), sinceBoot: sinceBoot, boot: clock.boot)
  }

  var reading: ClockReading {
    ClockReading(
      trust: time.trust, wall: Instant(clock.wall(timeline.now) / 1_000),
      sinceBoot: Int(clock.sinceBoot(timeline.now)), boot: clock.boot)
  }
}
