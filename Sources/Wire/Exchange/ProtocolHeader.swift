/// Every answer of the authority carries it, so that what a captive portal says counts for nothing.
package enum ProtocolHeader {
  package static let name = "StudioLoop-Protocol"
  package static let lowercase = "studioloop-protocol"
  package static var value: String { "\(ExchangeCodec.version)" }
  /// Lines of JSON.
  package static let lines = "application/x-ndjson"
  package static let json = "application/json"
}
