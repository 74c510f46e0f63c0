import Wire

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
    guard let there = HostPort(place) else { throw .malformed }
    if !isSecure, !plainAllowed, !there.isLoopback { throw .plain }
    url = (isSecure ? "https://" : "http://") + place
    self.isSecure = isSecure
  }

  /// The same place without TLS; nil where it is so already.
  package var plainURL: String? { isSecure ? "http" + url.dropFirst("https".count) : nil }
}
