/// A terminal colour: the terminal's own, or one of 16 with a better match where 256 exist.
package enum Colour: Hashable, Sendable {
  case standard
  case named(UInt8, rich: UInt8)

  /// The number to hand to the terminal at a depth; -1 is the terminal's own colour.
  package func number(at depth: ColourDepth) -> Int16 {
    switch (self, depth) {
    case (.standard, _), (_, .none): -1
    case (.named(_, let rich), .rich): Int16(rich)
    case (.named(let name, _), .sixteen): Int16(name)
    case (.named(let name, _), .eight): Int16(name & 7)
    }
  }

  fileprivate static let black = named(0, rich: 16)
  fileprivate static let white = named(15, rich: 231)
}

/// How many colours a terminal has, in the four steps that change what we paint.
package enum ColourDepth: Sendable, CaseIterable {
  case none, eight, sixteen, rich

  package init(colours: Int) {
    self = colours >= 256 ? .rich : colours >= 16 ? .sixteen : colours >= 8 ? .eight : .none
  }
}

/// How one role is painted: foreground, background, attributes.
package struct Look: Hashable, Sendable {
  package var foreground: Colour
  package var background: Colour
  package var attributes: Attributes
  /// False where bold would make black letters grey: below 256 colours it brightens.
  private var takesBold = true

  package init(
    _ foreground: Colour = .standard, on background: Colour = .standard,
    _ attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// Its attributes with what a cell adds to them.
  package func attributes(adding more: Attributes) -> Attributes {
    takesBold ? attributes.union(more) : attributes.union(more).subtracting(.bold)
  }

  /// As a terminal with few colours can paint it.
  fileprivate func reduced(to depth: ColourDepth) -> Look {
    guard depth != .rich, case .named(let name, _) = foreground else { return self }
    var look = self
    if name == 0 {
      look.takesBold = false
      look.attributes.remove(.bold)
    } else if depth == .eight, name == 8 {
      look.foreground = .standard  // its grey would be black
    } else if depth == .eight, name > 8 {
      look.attributes.insert(.bold)  // brightens
    }
    return look
  }
}

/// The four ways to look at the same screen. A state is a word on every one of them, so that
/// colour never has to tell it alone.
package enum Theme: String, CaseIterable, Sendable {
  case dark, light, highContrast, mono

  /// The look of a role. A QR code is black on white in every theme, since a camera has to read
  /// it; where the terminal has no colours at all, reverse video is the closest thing to it.
  package func look(_ role: Role, depth: ColourDepth) -> Look {
    switch (role, depth) {
    case (.qrLight, .none): return Look(.standard, .reverse)
    case (.qrDark, .none): return Look()
    case (.qrLight, _): return Look(.black, on: .white)
    case (.qrDark, _): return Look(.white, on: .black)
    case (_, .none): return Theme.plain(role)
    default: break
    }
    let look =
      switch self {
      case .dark: Theme.coloured(role, .onDark)
      case .light: Theme.coloured(role, .onLight)
      case .highContrast: Theme.contrasting(role)
      case .mono: Theme.plain(role)
      }
    return look.reduced(to: depth)
  }

  private static func plain(_ role: Role) -> Look {
    switch role {
    case .text, .border, .keyLabel, .good, .qrDark: Look()
    case .dim, .placeholder: Look(.standard, .dim)
    case .heading, .title, .accent, .warn, .keyHint: Look(.standard, .bold)
    case .provisional, .match, .field: Look(.standard, .underline)
    case .bad, .decision, .focus: Look(.standard, [.bold, .underline])
    case .selected, .statusBar, .statusGood, .bannerGood, .bannerWarn, .qrLight:
      Look(.standard, .reverse)
    case .statusWarn, .statusBad, .bannerBad: Look(.standard, [.reverse, .bold])
    }
  }

  private static func contrasting(_ role: Role) -> Look {
    let yellow = Colour.named(11, rich: 226)
    return switch role {
    case .selected, .focus: Look(.black, on: yellow, .bold)
    case .statusBar, .statusGood: Look(.black, on: .white, .bold)
    case .statusWarn, .bannerWarn, .decision: Look(.black, on: yellow, .bold)
    case .statusBad, .bannerBad: Look(.white, on: .named(1, rich: 124), .bold)
    case .bannerGood: Look(.black, on: .named(10, rich: 46), .bold)
    case .good: Look(.named(10, rich: 46), on: .black, .bold)
    case .warn, .keyHint, .title: Look(yellow, on: .black, .bold)
    case .bad: Look(.named(9, rich: 210), on: .black, [.bold, .underline])
    case .provisional: Look(.named(14, rich: 51), on: .black, [.bold, .underline])
    case .field, .match: Look(.white, on: .black, [.bold, .underline])
    case .heading, .accent: Look(.white, on: .black, .bold)
    default: Look(.white, on: .black)
    }
  }

  /// The colours that differ between a dark and a light background.
  private struct Palette: Sendable {
    var grey, accent, good, warn, bad, provisional: Colour
    var bar, barText, barGood, barWarn, barBad: Colour

    static let onDark = Palette(
      grey: .named(8, rich: 246), accent: .named(14, rich: 80), good: .named(10, rich: 114),
      warn: .named(11, rich: 221), bad: .named(9, rich: 210), provisional: .named(13, rich: 183),
      bar: .named(4, rich: 237), barText: .named(15, rich: 254), barGood: .named(10, rich: 120),
      barWarn: .named(11, rich: 222), barBad: .named(9, rich: 217))
    static let onLight = Palette(
      grey: .named(8, rich: 241), accent: .named(4, rich: 25), good: .named(2, rich: 28),
      warn: .named(3, rich: 130), bad: .named(1, rich: 160), provisional: .named(5, rich: 90),
      bar: .named(7, rich: 253), barText: .named(0, rich: 16), barGood: .named(2, rich: 22),
      barWarn: .named(4, rich: 94), barBad: .named(1, rich: 124))
  }

  private static func coloured(_ role: Role, _ palette: Palette) -> Look {
    switch role {
    case .text, .keyLabel, .qrDark, .qrLight: Look()
    case .dim, .placeholder, .border: Look(palette.grey)
    case .heading: Look(.standard, .bold)
    case .title, .keyHint: Look(palette.accent, .bold)
    case .accent: Look(palette.accent)
    case .good: Look(palette.good)
    case .warn: Look(palette.warn)
    case .bad: Look(palette.bad, .bold)
    case .provisional: Look(palette.provisional)
    case .decision: Look(palette.warn, [.bold, .underline])
    case .selected: Look(.standard, .reverse)
    case .match: Look(palette.accent, [.bold, .underline])
    case .field: Look(.standard, .underline)
    case .focus: Look(palette.accent, [.bold, .underline])
    case .statusBar: Look(palette.barText, on: palette.bar)
    case .statusGood: Look(palette.barGood, on: palette.bar)
    case .statusWarn: Look(palette.barWarn, on: palette.bar, .bold)
    case .statusBad: Look(palette.barBad, on: palette.bar, .bold)
    case .bannerGood: Look(.black, on: .named(2, rich: 114), .bold)
    case .bannerWarn: Look(.black, on: .named(3, rich: 221), .bold)
    case .bannerBad: Look(.white, on: .named(1, rich: 160), .bold)
    }
  }
}

extension Look {
  fileprivate init(_ foreground: Colour, _ attributes: Attributes) {
    self.init(foreground, on: .standard, attributes)
  }
}
