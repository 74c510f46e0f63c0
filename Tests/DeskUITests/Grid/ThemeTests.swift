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
}
