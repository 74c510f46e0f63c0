/// The signs that screens draw with, chosen once at start: Unicode, or ASCII where the locale or
/// the configuration rules Unicode out. Every sign is one column wide in both sets.
package struct Glyphs: Sendable {
  package let isASCII: Bool

  // Lines.
  package let horizontal, vertical: Unicode.Scalar
  package let topLeft, topRight, bottomLeft, bottomRight: Unicode.Scalar
  package let teeLeft, teeRight, teeTop, teeBottom, crossing: Unicode.Scalar

  // Signs.
  package let bullet, check, cross, pointer, middleDot, ellipsis: Unicode.Scalar
  package let previous, next, up, down: Unicode.Scalar
  package let online, catchingUp, offline: Unicode.Scalar
  package let filledDot, emptyDot: Unicode.Scalar

  // Blocks; the eighths run from nothing to full.
  package let full, shade, upperHalf, lowerHalf: Unicode.Scalar
  package let barEighths, columnEighths: [Unicode.Scalar]

  package static let unicode = Glyphs(
    isASCII: false, horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└",
    bottomRight: "┘", teeLeft: "├", teeRight: "┤", teeTop: "┬", teeBottom: "┴", crossing: "┼",
    bullet: "•", check: "✓", cross: "✗", pointer: "▸", middleDot: "·", ellipsis: "…",
    previous: "‹", next: "›", up: "↑", down: "↓", online: "●", catchingUp: "◐", offline: "○",
    filledDot: "●", emptyDot: "○", full: "█", shade: "░", upperHalf: "▀", lowerHalf: "▄",
    barEighths: [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
    columnEighths: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"])

  /// For the kernel's console, whose fonts have 256 or 512 signs: those of code page 437.
  package static let console = Glyphs(
    isASCII: false, horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└",
    bottomRight: "┘", teeLeft: "├", teeRight: "┤", teeTop: "┬", teeBottom: "┴", crossing: "┼",
    bullet: "•", check: "√", cross: "x", pointer: "►", middleDot: "·", ellipsis: "~",
    previous: "«", next: "»", up: "↑", down: "↓", online: "•", catchingUp: "◘", offline: "○",
    filledDot: "■", emptyDot: "·", full: "█", shade: "░", upperHalf: "▀", lowerHalf: "▄",
    barEighths: [" ", " ", " ", "▌", "▌", "▌", "▌", "█", "█"],
    columnEighths: [" ", "_", "_", "▄", "▄", "▄", "▄", "█", "█"])

  package static let ascii = Glyphs(
    isASCII: true, horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+",
    bottomRight: "+", teeLeft: "+", teeRight: "+", teeTop: "+", teeBottom: "+", crossing: "+",
    bullet: "*", check: "+", cross: "x", pointer: ">", middleDot: "-", ellipsis: "~",
    previous: "<", next: ">", up: "^", down: "v", online: "*", catchingUp: "%", offline: "o",
    filledDot: "*", emptyDot: ".", full: "#", shade: ".", upperHalf: "\"", lowerHalf: "_",
    barEighths: [" ", " ", " ", " ", "-", "-", "-", "#", "#"],
    columnEighths: [" ", "_", ".", ",", "-", "=", "+", "*", "#"])
}
