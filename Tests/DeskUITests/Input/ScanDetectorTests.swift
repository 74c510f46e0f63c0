import DeskUI
import Support
import Testing

/// Timelines are written as text: a character is a key, `⏎` Enter, `⇥` Tab, `⎋` Esc, and `·` lets
/// 10 ms pass, `_` 100 ms; keys without one between them are 2 ms apart.
@Suite struct ScanDetectorTests {
  private func play(_ timeline: String, field: Bool = false) -> [String] {
    var detector = ScanDetector()
    var now = 1000
    var told: [String] = []
    func pass(until later: Int) {
      if let deadline = detector.deadline, deadline <= later {
        told += detector.flush(at: deadline).map(word)
      }
      now = later
    }
    for character in timeline {
      switch character {
      case "·": pass(until: now + 10)
      case "_": pass(until: now + 100)
      default:
        pass(until: now + 2)
        told += detector.feed(key(character), at: now, fieldFocused: field).map(word)
      }
    }
    pass(until: now + 1000)
    #expect(detector.deadline == nil)
    return told
  }

  private func key(_ character: Character) -> Key {
    switch character {
    case "⏎": .enter
    case "⇥": .tab
    case "⎋": .esc
    default: .char(character)
    }
  }

  private func word(_ event: Event) -> String {
    switch event {
    case .key(let key): key.name
    case .scan(let code): "scan \(code)"
    case .scanRepeated(let code): "again \(code)"
    case .takeBack(let count): "back \(count)"
    default: "?"
    }
  }

  @Test func aBurstIsAScan() {
    #expect(play("K7QF2M9X⏎") == ["scan K7QF2M9X"])
    #expect(play("K7QF2M⇥") == ["scan K7QF2M"])
    #expect(play("K··7··Q··F··2··M⏎") == ["scan K7QF2M"])
    #expect(play("axcaxc⏎") == ["scan axcaxc"])
  }

  @Test func whatIsTooShortOrTooSlowIsTyped() {
    #expect(play("K7QF2⏎") == ["K", "7", "Q", "F", "2", "Enter"])
    #expect(play("K_7QF2M9⏎") == ["K", "scan 7QF2M9"])
    #expect(play("K7QF2M9_⏎") == ["K", "7", "Q", "F", "2", "M", "9", "Enter"])
    #expect(play("K7Q····F2M9⏎") == ["K", "7", "Q", "F", "2", "M", "9", "Enter"])
    #expect(play("x") == ["x"])
    #expect(play("⎋⏎") == ["Esc", "Enter"])
    #expect(play("ab⎋") == ["a", "b", "Esc"])
    #expect(play("K7QF2M⎋⏎") == ["K", "7", "Q", "F", "2", "M", "Esc", "Enter"])
  }

  @Test func aFieldGivesTheBurstBack() {
    #expect(
      play("N_K7QF2M⏎", field: true)
        == ["N", "K", "7", "Q", "F", "2", "M", "back 6", "scan K7QF2M"])
    #expect(play("N_a_l_e_d_i_⏎", field: true) == ["N", "a", "l", "e", "d", "i", "Enter"])
  }

  @Test func theSecondLineEndIsSwallowedOnce() {
    #expect(play("K7QF2M⏎⏎") == ["scan K7QF2M"])
    #expect(play("K7QF2M⇥⏎") == ["scan K7QF2M"])
    #expect(play("K7QF2M⏎⏎⏎") == ["scan K7QF2M", "Enter"])
    #expect(play("K7QF2M⏎__⏎") == ["scan K7QF2M", "Enter"])
    #expect(play("K7QF2M⏎⎋⏎") == ["scan K7QF2M", "Esc", "Enter"])
  }

  @Test func theSameCodeWithinThreeSecondsIsOnlyNamed() {
    let second = String(repeating: "_", count: 10)
    #expect(play("K7QF2M⏎_K7QF2M⏎") == ["scan K7QF2M", "again K7QF2M"])
    #expect(play("K7QF2M⏎_AAAAAB⏎_K7QF2M⏎") == ["scan K7QF2M", "scan AAAAAB", "scan K7QF2M"])
    #expect(play("K7QF2M⏎" + second + second + second + "K7QF2M⏎").last == "scan K7QF2M")
    #expect(play("K7QF2M⏎_K7QF2M⏎", field: true).suffix(2) == ["back 6", "again K7QF2M"])
  }

  @Test func aHeldKeyKeepsActing() {
    var detector = ScanDetector()
    var acted = 0
    for step in 0..<20 {
      acted += detector.feed(.char("j"), at: step * 30, fieldFocused: false).count
      #expect(acted >= step - 1)
    }
    #expect(play("111111⏎") == ["scan 111111"])
  }

  @Test func aWaitingKeyActsAfterOneGap() {
    var detector = ScanDetector()
    #expect(detector.feed(.char("x"), at: 100, fieldFocused: false).isEmpty)
    #expect(detector.deadline == 135)
    #expect(detector.flush(at: 134).isEmpty)
    #expect(detector.flush(at: 135) == [.key(.char("x"))])
    #expect(detector.deadline == nil)
  }

  @Test func nothingTypedIsEverLost() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<300 {
      let field = Bool.random(using: &random)
      let alphabet: [Character] = ["a", "b", "⏎", "⇥", "⎋", "·", "·", "_"]
      let timeline = String((0..<40).map { _ in alphabet.randomElement(using: &random) ?? "a" })
      var kept = ""
      for word in play(timeline, field: field) {
        if word.hasPrefix("back ") {
          kept.removeLast(Int(word.dropFirst(5)) ?? 0)
        } else if let code = word.split(separator: " ").last, word.contains(" ") {
          kept += code
        } else if word.count == 1 {
          kept += word
        }
      }
      #expect(kept == timeline.filter { $0 == "a" || $0 == "b" }, "\(timeline)")
    }
  }
}
