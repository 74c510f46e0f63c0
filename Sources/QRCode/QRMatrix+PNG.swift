import CPNG

extension QRMatrix {
  /// The light modules that a reader needs on each side (ISO/IEC 18004).
  private static let quietZone = 4

  /// A PNG in black and white with its quiet zone, each module a square of so many pixels a side.
  /// Throws `QRError.outOfMemory`.
  package func png(modulePixels: Int = 8) throws(QRError) -> [UInt8] {
    precondition(modulePixels > 0, "a module has at least one pixel")
    let side = (size + 2 * Self.quietZone) * modulePixels
    var grey: [UInt8] = []
    grey.reserveCapacity(side * side)
    for y in 0..<side {
      for x in 0..<side {
        let isDark = self[x / modulePixels - Self.quietZone, y / modulePixels - Self.quietZone]
        grey.append(isDark ? 0 : 255)
      }
    }
    var image = png_image()
    cpng_describe_grey(&image, UInt32(side), UInt32(side))
    defer { png_image_free(&image) }
    // Asked without room first: then it says how much it needs.
    var count = 0
    guard png_image_write_to_memory(&image, nil, &count, 0, grey, 0, nil) != 0 else {
      throw QRError.outOfMemory
    }
    var bytes = [UInt8](repeating: 0, count: count)
    guard png_image_write_to_memory(&image, &bytes, &count, 0, grey, 0, nil) != 0 else {
      throw QRError.outOfMemory
    }
    return bytes
  }
}
