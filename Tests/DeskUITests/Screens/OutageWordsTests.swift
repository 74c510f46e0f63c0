import DeskUI
import Domain
import Testing

@Suite struct OutageWordsTests {
  /// From 17:50:29 on: whoever reads the two times without seconds finds the minutes between them.
  @Test(arguments: [
    (25, "less than a minute"), (31, "1 min"), (241, "4 min"), (270, "4 min"), (271, "5 min"),
    (3_571, "1 h 0 min"), (9_000, "2 h 30 min"), (172_771, "2 d 0 h"),
  ])
  func theLengthIsThatBetweenTheTimesAsShown(seconds: Int, told: String) {
    let began = Instant(1_795_276_800 + 29)
    #expect(OutageWords.length(from: began, to: began + seconds) == told)
  }
}
