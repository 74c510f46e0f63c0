import Domain
import Wire

/// The routes of the wire, without the wire: a request in, an answer out, on threads of its own.
package final class WireService: Sendable {
  package struct Options: Sendable {
    package var workers = 4
    /// Requests that wait for a worker.
    package var waiting = 2_048
    /// Of one device: what no desk needs and no loop gone wild may exceed.
    package var perDevice = (perSecond: 500.0, burst: 1_000.0)
    /// Of one address, without a token: a whole studio shares one.
    package var perAddress = (perSecond: 20.0, burst: 200.0)
    package var longestWait = 55
    /// Of the connection's key and the next, as libcurl writes them.
    package var pins: [String] = []
    /// PEM, where the service vouches for itself.
    package var certificate: String?

    package init() {}
  }

  package typealias Answered = @Sendable (HTTPResponse) -> Void

  let houses: Houses
  let options: Options
  let metrics: Metrics
  /// Milliseconds since 1970.
  let clock: @Sendable () -> Int64
  let pool: WorkerPool
  /// One thread locks names, so that no morning of many kiosks holds up an answer; those that find it
  /// busy ask again later.
  let locks = WorkerPool(threads: 1, most: 16)
  let perDevice: RateLimit<ID<Device>>
  let perAddress: RateLimit<[UInt8]>

  package init(
    _ houses: Houses, options: Options = Options(), metrics: Metrics,
    clock: @escaping @Sendable () -> Int64
  ) {
    self.houses = houses
    self.options = options
    self.metrics = metrics
    self.clock = clock
    pool = WorkerPool(threads: options.workers, most: options.waiting)
    perDevice = RateLimit(
      perSecond: options.perDevice.perSecond, burst: options.perDevice.burst)
    perAddress = RateLimit(
      perSecond: options.perAddress.perSecond, burst: options.perAddress.burst)
  }

  var now: Instant { Instant(clock() / 1_000) }

  /// Answers once, from whatever thread; never on the caller's but where nothing can wait any more.
  package func receive(_ request: HTTPRequest, answered: @escaping Answered) {
    let isTaken = pool.run { [self] in
      let route = Route.find(request)
      route.answer(self, request) { response in
        self.metrics.answered(route.name, response.status)
        answered(Self.packed(response, for: request))
      }
    }
    if !isTaken { answered(Problem(.unavailable).response(at: now)) }
  }

  private static func packed(_ response: HTTPResponse, for request: HTTPRequest) -> HTTPResponse {
    var response = response
    response.headers[ProtocolHeader.name] = ProtocolHeader.value
    response.headers["Cache-Control"] = "no-store"
    if response.body.count >= Gzip.worthwhile,
      request.headers["accept-encoding"]?.lowercased().contains("gzip") == true
    {
      response.body = Gzip.pack(response.body)
      response.headers["Content-Encoding"] = "gzip"
    }
    return response
  }

  /// Answers all that waits, long polls with what there is; afterwards everything is answered 503.
  package func close() {
    houses.close()
    locks.close()
    pool.close()
  }
}
