/// A sign as large as the big letters beside it: what colour and word say is seen by its outline too.
package enum BigShape: Sendable {
  case tick, cross, hand, question, hourglass, stop

  /// Five rows, `#` where it is filled.
  var picture: BigLetter { Self.pictures[self] ?? BigLetter("") }

  /// What stands for it where there is no room.
  func sign(_ glyphs: Glyphs) -> Unicode.Scalar {
    switch self {
    case .tick: glyphs.check
    case .cross: glyphs.cross
    case .hand: glyphs.next
    case .question: "?"
    case .hourglass: glyphs.catchingUp
    case .stop: "!"
    }
  }

  private static let pictures: [BigShape: BigLetter] = [
    .tick: BigLetter("........## .......##. ##....##.. .##..##... ..####...."),
    .cross: BigLetter("##....## .##..##. ..####.. .##..##. ##....##"),
    .hand: BigLetter("......##.. #########. ########## #########. ......##.."),
    .question: BigLetter(".####. ##..## ...##. ...... ...##."),
    .hourglass: BigLetter("####### .##.##. ..###.. .#####. #######"),
    .stop: BigLetter("..###.. .##.##. ##.#.## .##.##. ..###.."),
  ]
}
