import Glibc

/// What a camera would see of a screen: half a cell is one square of grey.
struct ScreenPicture {
  private let width: Int
  private let rows: [[UInt8]]
  /// Pixels a side of half a cell; a cell is twice as high as wide.
  private static let scale = 8

  init(_ lines: [[TerminalCell]]) {
    width = lines.map(\.count).max() ?? 0
    var rows: [[UInt8]] = []
    for line in lines {
      let halves = line.map(Self.halves)
      let margin = [UInt8](repeating: 0, count: width - line.count)
      rows.append(halves.map(\.upper) + margin)
      rows.append(halves.map(\.lower) + margin)
    }
    self.rows = rows
  }

  /// Letters are so thin that their paper stands for them.
  private static func halves(_ cell: TerminalCell) -> (upper: UInt8, lower: UInt8) {
    switch cell.character {
    case "▀": (cell.ink, cell.paper)
    case "▄": (cell.paper, cell.ink)
    case "█": (cell.ink, cell.ink)
    default: (cell.paper, cell.paper)
    }
  }

  /// The texts of all QR codes in the picture, as zbarimg reads them.
  func codes(in directory: String) throws -> [String] {
    let path = "\(directory)/screen.pgm"
    guard let file = fopen(path, "w") else { throw Spawned.Failed(what: "no picture") }
    var bytes = Array("P5 \(width * Self.scale) \(rows.count * Self.scale) 255\n".utf8)
    for row in rows {
      let line = row.flatMap { [UInt8](repeating: $0, count: Self.scale) }
      for _ in 0..<Self.scale { bytes += line }
    }
    fwrite(&bytes, 1, bytes.count, file)
    fclose(file)
    let seen = try Spawned.run(
      ["zbarimg", "-q", "--raw", "--set", "*.enable=0", "--set", "qrcode.enable=1", path])
    return seen.output.split(separator: "\n").map(String.init)
  }
}
