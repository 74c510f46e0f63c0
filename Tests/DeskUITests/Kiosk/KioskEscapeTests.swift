import DeskUI
import Domain
import Support
import Sync
import Testing

/// Ten thousand keys, pastes, scans and signals lead nowhere, and to nobody's name.
@Suite struct KioskEscapeTests {
  private static let named: [Key] = [
    .enter, .esc, .tab, .backtab, .backspace, .insert, .delete, .up, .down, .left, .right, .home,
    .end, .pageUp, .pageDown,
  ]

  private func key(_ generator: inout SeededGenerator) -> Key {
    let letter = Character(Unicode.Scalar(UInt8.random(in: 97...122, using: &generator)))
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return Self.named.randomElement(using: &generator) ?? .esc
    case 1: return .f(Int.random(in: 1...12, using: &generator))
    case 2: return .ctrl(letter)
    case 3: return .alt(Bool.random(using: &generator) ? letter : "3")
    case 4: return .char(Character(Unicode.Scalar(UInt8.random(in: 32...126, using: &generator))))
    default: return .char(letter)
    }
  }

  private func event(_ step: Int, _ generator: inout SeededGenerator) -> Event {
    func text(_ most: Int) -> String {
      String(
        (0..<Int.random(in: 0...most, using: &generator)).compactMap { _ in
          Unicode.Scalar(UInt32.random(in: 0...0x2FF, using: &generator)).map(Character.init)
        })
    }
    switch Int.random(in: 0..<40, using: &generator) {
    case 0: return .paste(text(300))
    case 1: return .scan(text(110))
    case 2: return .scanRepeated(text(20))
    case 3: return .takeBack(Int.random(in: 0...20, using: &generator))
    case 4:
      return .resize(
        width: Int.random(in: 1...210, using: &generator),
        height: Int.random(in: 1...60, using: &generator))
    case 5: return [.wake, .resumed, .hangup, .terminate, .unclear][step % 5]
    case 6...12: return .tick(now: step * 250)
    default: return .key(key(&generator))
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func nothingLeadsOut(_ seed: UInt64) throws {
    let desk = try TestDesk()
    try desk.giveElsaAPast()
    var generator = SeededGenerator(seed: seed)
    var driver = desk.application(signedIn: nil, mode: .kiosk)
    let people = try desk.members.values.compactMap { try desk.store.profile($0)?.member }
    // A language is called so too.
    var names: [String] = []
    for person in people { names += [person.firstName, person.lastName] }
    names.removeAll { $0.count < 4 || $0 == "Zulu" }
    for staff in desk.store.studio.staff {
      names += staff.name.split(separator: " ").map { String($0) }
    }
    #expect(names.count > 40)
    for step in 0..<(seed == 1 ? 10_000 : 2_000) {
      let event = event(step, &generator)
      driver.tell(event)
      #expect(driver.last.after == .carryOn, "step \(step): \(event)")
      guard step.isMultiple(of: 3) else { continue }
      let text = driver.text
      let told = names.filter { text.contains($0) }
      #expect(told.isEmpty, "step \(step) of seed \(seed): \(told)")
    }
    // It is still a kiosk, and works.
    driver.resize(80, 24)
    try desk.store.forgetGuesses()
    driver.press(.esc, .esc)
    driver.tell(.scan(try #require(desk.codes["Naledi/pilates"]).text))
    #expect(driver.shows("Naledi"))
  }
}
