import Crypto
package import Domain
package import Wire

/// One operation as it came, read once and before the commit, on whatever thread received it.
package struct Arrival: Sendable {
  package let stored: StoredOperation
  package let header: OperationHeader
  package let payloadHash: [UInt8]
  /// Nil where this program cannot read it: of a later one, or damaged before it was sent.
  package let operation: Operation?
  /// It comes by its id alone, outside its device's chain.
  package let isAlone: Bool

  /// Nil where not even its header can be read.
  package init?(_ stored: StoredOperation, alone: Bool = false) {
    guard let header = try? PayloadCodec.header(stored.header) else { return nil }
    self.stored = stored
    isAlone = alone
    self.header = header
    payloadHash = SHA256.hash(stored.payload)
    operation = try? PayloadCodec.operation(header, payload: stored.payload)
  }

  /// One that is made here.
  init(_ header: OperationHeader, _ operation: Operation) throws(WireError) {
    stored = StoredOperation(
      header: try PayloadCodec.encode(header), payload: try PayloadCodec.encode(operation.intent))
    self.header = header
    payloadHash = SHA256.hash(stored.payload)
    self.operation = operation
    isAlone = false
  }
}

/// What one device sent, read; several are taken in one commit.
package struct Delivery: Sendable {
  package let request: ExchangeRequest
  /// Up to the first that cannot be read.
  package let arrivals: [Arrival]
  /// Those outside the chain; what cannot be read stays where it is until a newer program sends it.
  package let strays: [Arrival]
  /// True where another carries it, such as a file on a stick: then it says nothing of the device's
  /// own contact.
  package let isCarried: Bool

  package init(_ request: ExchangeRequest, isCarried: Bool = false) {
    self.request = request
    self.isCarried = isCarried
    var arrivals: [Arrival] = []
    arrivals.reserveCapacity(request.operations.count)
    for stored in request.operations {
      guard let arrival = Arrival(stored) else { break }
      arrivals.append(arrival)
    }
    self.arrivals = arrivals
    strays = request.strays.compactMap { Arrival($0, alone: true) }
  }
}

/// What a commit is going to ask.
package struct Expected: Sendable {
  package var operations: [Operation] = []
  package var ids: [ID<Operation>] = []
  package var chains: [(device: ID<Device>, epoch: Epoch)] = []

  init(_ deliveries: [Delivery]) {
    for delivery in deliveries {
      chains.append((delivery.request.device, delivery.request.epoch))
      for arrival in delivery.arrivals + delivery.strays {
        ids += [arrival.header.id] + (arrival.header.after ?? [])
        if let operation = arrival.operation { operations.append(operation) }
      }
    }
  }
}
