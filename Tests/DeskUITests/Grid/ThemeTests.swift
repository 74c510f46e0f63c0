import DeskUI
import Testing

@Suite struct ThemeTests {
  /// Everything that carries a meaning of its own is told without colour.
  @Test func monoHasNoColour() {
    for role in Role.allCases where role != .qrDark && role != .qrLight {
      for depth in ColourDepth.allCases {
        let look = Theme.mono.look(role, depth: depth)
        #expect(look.foreground == .standard && look.background == .standard, "\(role)")
      }
    }
  }

  @Test(arguments: Theme.allCases) func selectionFocusAndBannersStandOut(_ theme: Theme) {
    for depth in ColourDepth.allCases {
      let plain = theme.look(.text, depth: depth)
      for role in [Role.selected, .focus, .bad, .statusBar, .bannerGood, .bannerBad] {
        #expect(theme.look(role, depth: depth) != plain, "\(role) at \(depth)")
      }
      #expect(theme.look(.bannerGood, depth: depth) != theme.look(.bannerBad, depth: depth))
    }
  }

  /// The console of a kiosk has eight colours, of which bold makes the brighter ones: bold black is grey.
  @Test(arguments: Theme.allCases) func fewColoursLoseNoText(_ theme: Theme) {
    for depth in [ColourDepth.eight, .sixteen] {
      for role in Role.allCases where role != .qrDark && role != .qrLight {
        let look = theme.look(role, depth: depth)
        let (text, ground) = (
          look.foreground.number(at: depth), look.background.number(at: depth)
        )
        #expect(text != ground || text == -1, "\(role) at \(depth)")
        if text == 0 {
          #expect(ground > 0, "\(role) at \(depth): black on what may be black")
          #expect(!look.attributes(adding: .bold).contains(.bold), "\(role) at \(depth)")
        } else {
          #expect(look.attributes(adding: .bold).contains(.bold), "\(role) at \(depth)")
        }
      }
    }
  }
}
