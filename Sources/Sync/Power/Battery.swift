/// What the kernel tells of the batteries and supplies that keep this machine up.
package struct Battery: Sendable, Equatable {
  /// 0 to 100; the mean of several.
  package var percent: Int
  /// True while the machine lives on it.
  package var isDischarging: Bool

  package init(percent: Int, isDischarging: Bool) {
    self.percent = percent
    self.isDischarging = isDischarging
  }

  /// Below it the desk brings its files into safety.
  static let low = 10
  /// Where the kernel keeps one folder for each supply.
  package static let root = "/sys/class/power_supply"

  /// Nil where there is none; a mouse's or a headset's is none of the machine's.
  package static func read(in root: String) -> Battery? {
    let found = Files.names(in: root).sorted().compactMap { name -> Battery? in
      let folder = "\(root)/\(name)/"
      guard ["Battery", "UPS"].contains(word(folder + "type")), word(folder + "scope") != "Device",
        word(folder + "present") != "0",
        let percent = word(folder + "capacity").flatMap({ Int($0) })
      else { return nil }
      return Battery(
        percent: min(max(percent, 0), 100),
        isDischarging: word(folder + "status") == "Discharging")
    }
    guard !found.isEmpty else { return nil }
    return Battery(
      percent: found.reduce(0) { $0 + $1.percent } / found.count,
      isDischarging: found.contains { $0.isDischarging })
  }

  /// What stands in a file of one line; nil where there is no such file.
  private static func word(_ path: String) -> String? {
    guard let bytes = try? Files.read(path) else { return nil }
    return String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
  }
}
