import Crypto
import Domain
package import Wire
package import Zones

/// The authority in a desk's own directory, on one SQLite file.
package final class EmbeddedAuthority: LocalAuthority {
  package let authority: Authority<SQLiteAuthorityStore>
  private let now: @Sendable () -> Int64

  /// Makes the file where there is none; throws as the store does.
  package init(_ place: AuthorityPlace, zones: TZifTree) throws {
    authority = Authority(
      try SQLiteAuthorityStore(place.path, zones: zones, locksJobs: false), trusting: place.device,
      foundingPassKey: try place.passSeed.map { try SigningKey(seed: $0) },
      clockIsSet: place.clockIsSet, attempts: try Attempts(place.path + ".attempt"))
    now = place.now
    try authority.adopt(verifiers: place.verifierKey)
  }

  package func exchange(_ request: ExchangeRequest) throws -> ExchangeAnswer {
    guard let answer = try authority.exchange([request], at: now()).first else {
      preconditionFailure("an exchange answers every request")
    }
    return answer
  }

  package func work() throws -> Int { try authority.work(at: Instant(now() / 1_000)) }

  package func close() { authority.store.close() }
}

extension AuthorityPlace {
  /// What makes the authority of a studio on one machine.
  package static let beside = Kind(
    make: { try EmbeddedAuthority($0, zones: zones) },
    problems: { try SQLiteAuthorityStore.problems(in: $0) })

  private static let zones = TZifTree()
}
