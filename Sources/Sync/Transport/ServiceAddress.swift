/// Where a service is: `https://host:port`, or plain HTTP where that is allowed.
package struct ServiceAddress: Hashable, Sendable {
  package enum Problem: Error, Equatable {
    /// Not `http://` or `https://` with a host, or with more than a port behind it.
    case malformed
    /// Plain HTTP to another machine, which only the configuration can allow.
    case plain
  }

  /// Without a slash at the end.
  package let url: String
  package let isSecure: Bool

  /// `plainAllowed` says that the configuration allows plain HTTP to other machines in so many words.
  package init(_ text: String, plainAllowed: Bool = false) throws(Problem) {
    let isSecure = text.lowercased().hasPrefix("https://")
    guard isSecure || text.lowercased().hasPrefix("http://") else { throw .malformed }
    var place = text.dropFirst(isSecure ? 8 : 7)
    if place.hasSuffix("/") { place.removeLast() }
    guard !place.isEmpty, place.utf8.allSatisfy(Self.isPlaceByte) else { throw .malformed }
    if !isSecure, !plainAllowed, !Self.isLoopback(place) { throw .plain }
    url = (isSecure ? "https://" : "http://") + place
    self.isSecure = isSecure
  }

  /// The same place without TLS; nil where it is so already.
  package var plainURL: String? { isSecure ? "http" + url.dropFirst("https".count) : nil }

  private static func isPlaceByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
      true
    default: false
    }
  }

  private static func isLoopback(_ place: Substring) -> Bool {
    if place.hasPrefix("[") { return place.hasPrefix("[::1]") }
    let host = place.prefix { $0 != ":" }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return host == "localhost"
      || parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
