/// Where a program listens or is reached, as people write it: `127.0.0.1:8470`, `desk.example.org`,
/// `[::1]:8470`.
package struct HostPort: Equatable, Sendable {
  /// Without brackets.
  package let host: String
  /// Nil where none is written.
  package let port: UInt16?

  package init(host: String, port: UInt16?) {
    (self.host, self.port) = (host, port)
  }

  /// Nil for anything but a name or an address of letters, digits, dots and hyphens, or one in brackets,
  /// and a port of 0 to 65535.
  package init?(_ text: some StringProtocol) {
    let isBracketed = text.hasPrefix("[")
    let end = text.firstIndex(of: isBracketed ? "]" : ":") ?? text.endIndex
    guard !isBracketed || end < text.endIndex else { return nil }
    host = String(isBracketed ? text[..<end].dropFirst() : text[..<end])
    let rest = text[end...].dropFirst(isBracketed ? 1 : 0)
    let digits = rest.dropFirst()
    port = rest.hasPrefix(":") && digits.utf8.allSatisfy { 48...57 ~= $0 } ? UInt16(digits) : nil
    guard rest.isEmpty || port != nil, !host.isEmpty,
      host.utf8.allSatisfy({ Self.isHostByte($0, isBracketed) })
    else { return nil }
  }

  /// As it stands in an address.
  package var text: String {
    (host.contains(":") ? "[\(host)]" : host) + (port.map { ":\($0)" } ?? "")
  }

  /// Whether it reaches no further than this machine, by what is written alone: no name is looked up.
  package var isLoopback: Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return host == "localhost" || host == "::1"
      || parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  private static func isHostByte(_ byte: UInt8, _ isBracketed: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
      true
    case UInt8(ascii: ":"): isBracketed
    default: false
    }
  }
}
