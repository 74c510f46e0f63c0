package import Domain

/// The authority of a studio on one machine: it lives in the desk's own directory, under its lock.
package protocol LocalAuthority: AnyObject {
  func exchange(_ request: ExchangeRequest) throws -> ExchangeAnswer
  /// Does the jobs that are due; returns how many operations that made.
  func work() throws -> Int
  func close()
}

/// Where such an authority keeps its file, and what it has to know.
package struct AuthorityPlace: Sendable {
  package let path: String
  /// The desk beside it, whose past before there was an authority is believed.
  package let device: ID<Device>
  /// Under which that desk locked PIN verifiers: other desks are given it when they enrol.
  package let verifierKey: [UInt8]
  /// Of the key with which that desk signs passes, and the authority with it; nil where it has none.
  package let passSeed: [UInt8]?
  /// True where the time is set by hand, in a training studio.
  package let clockIsSet: Bool
  /// Milliseconds since 1970.
  package let now: @Sendable () -> Int64

  package init(
    path: String, device: ID<Device>, verifierKey: [UInt8], passSeed: [UInt8]?,
    clockIsSet: Bool, now: @escaping @Sendable () -> Int64
  ) {
    self.path = path
    self.device = device
    self.verifierKey = verifierKey
    self.passSeed = passSeed
    self.clockIsSet = clockIsSet
    self.now = now
  }

  /// What a desk knows of the kind of authority that may live in its directory.
  package struct Kind: Sendable {
    package let make: @Sendable (AuthorityPlace) throws -> any LocalAuthority
    /// What is damaged in such a file, or a copy of one, one sentence each; changes nothing.
    package let problems: @Sendable (String) throws -> [String]

    package init(
      make: @escaping @Sendable (AuthorityPlace) throws -> any LocalAuthority,
      problems: @escaping @Sendable (String) throws -> [String]
    ) {
      self.make = make
      self.problems = problems
    }
  }
}
