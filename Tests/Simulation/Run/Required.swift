/// What must happen over the fixed seeds, or they prove too little. The list only grows.
package enum Required {
  /// With so many seeds, all of it.
  package static let seeds: UInt64 = 200

  /// Seeds that found something once.
  package static let kept: [UInt64] = [36, 107, 163]

  package static let words: [String] = []
}
