import DeskUI
import Support
import Testing

/// Timelines are written as text: a character is a key, `⏎` Enter, `⇥` Tab, `⎋` Esc, and `·` lets
/// 10 ms pass, `_` 100 ms; keys without one between them are 2 ms apart.
@Suite struct ScanDetectorTests {
  private func play(
    _ timeline: String, field: Bool = false, settings: ScanDetector.Settings = .init()
  ) -> [String] {
    var detector = ScanDetector(settings)
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

  /// Each key with the milliseconds since the one before.
  private func tell(_ keys: [(Character, Int)], field: Bool = false) -> [String] {
    var detector = ScanDetector()
    var now = 5_000
    var told: [String] = []
    for (character, gap) in keys {
      if let deadline = detector.deadline, deadline <= now + gap {
        told += detector.flush(at: deadline).map(word)
      }
      now += gap
      told += detector.feed(key(character), at: now, fieldFocused: field).map(word)
    }
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
    case .unclear: "unclear"
    default: "?"
    }
  }

  @Test func aBurstIsAScan() {
    #expect(play("K7QF2M9X⏎") == ["scan K7QF2M9X"])
    #expect(play("K7QF2M⇥") == ["scan K7QF2M"])
    #expect(play("K··7··Q··F··2··M⏎") == ["scan K7QF2M"])
    #expect(play("axcaxc⏎") == ["scan axcaxc"])
  }

  @Test func whatIsTooSlowIsTyped() {
    #expect(play("K_7QF2M9⏎") == ["K", "scan 7QF2M9"])
    #expect(play("x") == ["x"])
    #expect(play("⎋⏎") == ["Esc", "Enter"])
    #expect(play("ab⎋") == ["a", "b", "Esc"])
  }

  /// Its letters would be commands, and its Enter would do what is selected.
  @Test func aCodeThatIsTornDoesNothing() {
    #expect(play("X9DR-G7FP") == ["unclear"])
    #expect(play("VKJY-J49P_⏎") == ["unclear"])
    #expect(play("VKJY-J49P____⏎") == ["unclear", "Enter"])
    #expect(play("K7QFNM····F2M9AB⏎") == ["unclear", "scan F2M9AB"])
    #expect(play("K7Q____c") == ["unclear", "c"])
    #expect(play("K7QF2M⎋") == ["unclear", "Esc"])
    #expect(play("jj__kkk") == ["j", "j", "k", "k", "k"], "a held key is no code")
    #expect(play("X9DR-G7FP", field: true) == "X9DR-G7FP".map { String($0) }, "a paste is text")
  }

  @Test func aFieldGivesTheBurstBack() {
    #expect(
      play("N_K7QF2M⏎", field: true)
        == ["N", "K", "7", "Q", "F", "2", "M", "back 6", "scan K7QF2M"])
    #expect(play("N_a_l_e_d_i_⏎", field: true) == ["N", "a", "l", "e", "d", "i", "Enter"])
  }

  /// A number of so many digits, each and Enter so many ms after the one before.
  @Test(arguments: 1...8, [1, 5, 10, 20, 30, 34, 35, 45, 60, 79, 80, 120, 200, 299, 300, 1_000])
  func aNumberIsAScanOrARowByItsPace(_ count: Int, _ gap: Int) {
    let number = String("40178265".prefix(count))
    let told = tell(number.map { ($0, gap) } + [("⏎", gap)])
    let typed = number.map(String.init)
    switch (count, gap) {
    case (1, ..<35): #expect(told == ["unclear"], "one digit is a row, but in no such haste")
    case (_, ..<35): #expect(told == ["scan \(number)"])
    case (3..., ..<80): #expect(told == typed + ["unclear"], "a hand is slower than this")
    default: #expect(told == typed + ["Enter"])
    }
    if gap >= 80 || count < 3 && gap >= 35 {
      #expect(told.last == "Enter", "who types a row is not held up")
    }
  }

  /// The same in a field, where only a whole burst is taken back.
  @Test(arguments: 1...8, [1, 10, 34, 35, 60, 200])
  func aNumberInAFieldIsAScanOrTyped(_ count: Int, _ gap: Int) {
    let number = String("40178265".prefix(count))
    let told = tell(number.map { ($0, gap) } + [("⏎", gap)], field: true)
    let isScan = count > 1 && gap < 35
    #expect(
      told == number.map(String.init) + (isScan ? ["back \(count)", "scan \(number)"] : ["Enter"]))
  }

  /// Whatever a slow line does to a scan, no row is checked in by what is left of it.
  @Test(arguments: [36, 60, 100, 200, 299])
  func aTornNumberDoesNothing(_ tear: Int) {
    for count in 2...8 {
      for place in 1...count {
        let number = Array("40178265".prefix(count))
        var keys = number.map { ($0, 5) } + [("⏎", 5)]
        keys[place].1 = tear
        let told = tell(keys)
        if count - place >= 6 {
          #expect(told.last == "scan " + String(number[place...]), "six and more are a code")
        } else {
          #expect(told.last == "unclear" && !told.contains("Enter"), "\(count) \(place) \(told)")
        }
      }
    }
  }

  @Test func aHastyRowIsAskedOnceMore() {
    #expect(play("1_2_⏎") == ["1", "2", "Enter"])
    #expect(play("12_⏎") == ["1", "2", "unclear"])
    #expect(play("12_⏎_⏎") == ["1", "2", "unclear", "Enter"])
    #expect(play("12____⏎") == ["1", "2", "Enter"])
    #expect(play("1_2⏎") == ["1", "unclear"])
    #expect(play("1_2⎋⏎") == ["1", "2", "Esc", "Enter"])
    #expect(play("12⇥") == ["scan 12"])
    #expect(play("12_⇥⏎") == ["1", "2", "Tab", "Enter"])
  }

  @Test func twoNumbersAreTwoScans() {
    #expect(play("4017⏎_4025⏎") == ["scan 4017", "scan 4025"])
    #expect(play("4017⏎_4017⏎") == ["scan 4017", "again 4017"])
    #expect(play("4017⏎⏎") == ["scan 4017"])
  }

  /// The end of a word that was typed fast, and commands.
  @Test func fewLettersAreNoCode() {
    #expect(play("nale_di⏎", field: true) == ["n", "a", "l", "e", "d", "i", "Enter"])
    #expect(play("anna⏎", field: true) == ["a", "n", "n", "a", "Enter"])
    #expect(play("a⏎") == ["a", "Enter"])
    #expect(play("xx⏎") == ["scan xx"])
    #expect(play("K_7QF2⏎") == ["K", "unclear"])
  }

  @Test func aStudioMaySayThatShortCodesAreNone() {
    var settings = ScanDetector.Settings()
    settings.minimum = 6
    #expect(play("4017⏎", settings: settings) == ["unclear"])
    #expect(play("4017⏎", field: true, settings: settings) == ["4", "0", "1", "7", "Enter"])
    #expect(play("401786⏎", settings: settings) == ["scan 401786"])
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

  /// But what `unclear` tells of, which no field ever does.
  @Test func nothingTypedIsEverLost() {
    var random = SeededGenerator(seed: 1)
    var whole = 0
    for _ in 0..<600 {
      let field = Bool.random(using: &random)
      let alphabet: [Character] = ["a", "b", "7", "⏎", "⇥", "⎋", "·", "·", "_", "_", "_"]
      let timeline = String((0..<25).map { _ in alphabet.randomElement(using: &random) ?? "a" })
      var kept = ""
      let told = play(timeline, field: field)
      for word in told {
        if word.hasPrefix("back ") {
          kept.removeLast(Int(word.dropFirst(5)) ?? 0)
        } else if let code = word.split(separator: " ").last, word.contains(" ") {
          kept += code
        } else if word.count == 1 {
          kept += word
        }
      }
      if told.contains("unclear") {
        #expect(!field)
      } else {
        whole += 1
        #expect(kept == timeline.filter { "ab7".contains($0) }, "\(timeline)")
      }
    }
    #expect(whole > 400)
  }
}
