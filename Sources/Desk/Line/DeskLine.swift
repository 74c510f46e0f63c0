import Config
import Crypto
import Domain
import Sync
import Wire

/// How this program reaches an authority elsewhere.
enum DeskLine {
  /// `url` where it is another than at the enrolment.
  static func maker(_ config: Config, to url: String? = nil) -> LinePlace.Maker {
    let plainAllowed = config.line.plainHTTP == .onThisNetwork
    return { place in
      let membership = place.membership
      return HTTPLine(
        to: try address(url ?? membership.url, plainAllowed: plainAllowed),
        as: HTTPLine.Credentials(
          organization: membership.organization, device: place.device, key: place.key,
          signingKey: membership.signingKey.bytes, pins: membership.pins,
          certificateFile: place.certificateFile, keptToken: place.keptToken),
        clockIsTrusted: place.clockIsTrusted, pinsChanged: place.pinsChanged)
    }
  }

  /// Throws a `UsageError` that says how an address looks.
  static func address(_ text: String, plainAllowed: Bool) throws -> ServiceAddress {
    do {
      return try ServiceAddress(text, plainAllowed: plainAllowed)
    } catch .malformed {
      throw UsageError("\(quoted(text)) is no address: use https://HOST:PORT")
    } catch .plain {
      throw UsageError(
        "plain http would send names and numbers readable over the network: use https, or set "
          + "plain_http = \"on-this-network\" under [line] in the configuration")
    }
  }
}
