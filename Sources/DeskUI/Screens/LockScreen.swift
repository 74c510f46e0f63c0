import Domain
import Sync

/// A desk that nobody sits at: it says where and when it is, takes scans, and shows no names.
struct LockScreen: Screen {
  let context = Context.locked
  let title = "Locked"

  /// A staff digit begins to sign in at once.
  mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    guard case .key(let key) = event, key.printable?.wholeNumberValue != nil else { return [] }
    return [.perform(.switchStaff), .press(key)]
  }

  func render(into canvas: inout Canvas, _ station: Station) {
    let time = Wording.time(station.now, in: station.zone, station)
    let middle = max(2, canvas.height / 2 - 4)
    let drawn = BigText.draw(
      on: &canvas, in: Rect(0, middle, canvas.width, BigText.rows), time, .dim)
    if !drawn { canvas.put(0, middle, columns: canvas.width, time, .heading, align: .centre) }
    let key = station.keys.key(of: .switchStaff)
    let isOneAlone = station.studio.staff.count { $0.active && !$0.roles.isEmpty } == 1
    let unlocks =
      isOneAlone ? "The PIN unlocks the desk." : "A digit or \(key) and a PIN unlock the desk."
    for (place, line) in ["Scan a code or a pass to check in.", unlocks].enumerated() {
      canvas.put(
        0, middle + 7 + place, columns: canvas.width, line, place == 0 ? .heading : .dim,
        align: .centre)
    }
  }
}
