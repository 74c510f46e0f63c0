/// What a cell means rather than how it looks: themes turn roles into colours, tests read them.
package enum Role: UInt8, CaseIterable, Sendable {
  case text, dim, heading, title, accent, border
  case good, warn, bad, provisional, decision
  case selected, match, field, focus, placeholder
  case statusBar, statusGood, statusWarn, statusBad
  case keyHint, keyLabel
  case bannerGood, bannerWarn, bannerBad
  case qrDark, qrLight

  /// One letter a role, so that a recorded screen can show its styles as a second picture.
  package var letter: Unicode.Scalar {
    switch self {
    case .text: "."
    case .dim: "d"
    case .heading: "h"
    case .title: "T"
    case .accent: "a"
    case .border: "-"
    case .good: "g"
    case .warn: "w"
    case .bad: "b"
    case .provisional: "p"
    case .decision: "D"
    case .selected: "s"
    case .match: "m"
    case .field: "f"
    case .focus: "F"
    case .placeholder: "_"
    case .statusBar: "S"
    case .statusGood: "G"
    case .statusWarn: "W"
    case .statusBad: "B"
    case .keyHint: "k"
    case .keyLabel: "l"
    case .bannerGood: "+"
    case .bannerWarn: "!"
    case .bannerBad: "x"
    case .qrDark: "#"
    case .qrLight: "o"
    }
  }
}

/// What is added to a role's look; the bits are those of `CT_BOLD` and its neighbours in CTerminal.
package struct Attributes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = Attributes(rawValue: 1)
  package static let dim = Attributes(rawValue: 2)
  package static let underline = Attributes(rawValue: 4)
  package static let reverse = Attributes(rawValue: 8)
}

/// Two bytes a cell: a role and what is added to it. Write `.good`, `.good.bold`.
package struct Style: Hashable, Sendable {
  package var role: Role
  package var attributes: Attributes

  package init(_ role: Role, _ attributes: Attributes = []) {
    self.role = role
    self.attributes = attributes
  }

  package var bold: Style { Style(role, attributes.union(.bold)) }
  package var underline: Style { Style(role, attributes.union(.underline)) }
  package var reverse: Style { Style(role, attributes.union(.reverse)) }

  package static let text = Style(.text)
  package static let dim = Style(.dim)
  package static let heading = Style(.heading)
  package static let title = Style(.title)
  package static let accent = Style(.accent)
  package static let border = Style(.border)
  package static let good = Style(.good)
  package static let warn = Style(.warn)
  package static let bad = Style(.bad)
  package static let provisional = Style(.provisional)
  package static let decision = Style(.decision)
  package static let selected = Style(.selected)
  package static let match = Style(.match)
  package static let field = Style(.field)
  package static let focus = Style(.focus)
  package static let placeholder = Style(.placeholder)
  package static let statusBar = Style(.statusBar)
  package static let statusGood = Style(.statusGood)
  package static let statusWarn = Style(.statusWarn)
  package static let statusBad = Style(.statusBad)
  package static let keyHint = Style(.keyHint)
  package static let keyLabel = Style(.keyLabel)
  package static let bannerGood = Style(.bannerGood)
  package static let bannerWarn = Style(.bannerWarn)
  package static let bannerBad = Style(.bannerBad)
  package static let qrDark = Style(.qrDark)
  package static let qrLight = Style(.qrLight)
}
