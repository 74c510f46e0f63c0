import Central
import Domain
import Glibc

/// Bookings of any member in any coming session, one a request, by so many devices at once.
enum Load {
  private static let warmUp = 3.0

  /// Prints `DEVICES PER-SECOND P50 P95 P99 COUNT APPLIED`, times in milliseconds, and the share of a
  /// processor that this program took.
  static func run(
    _ authority: Authority<some AuthorityStore>, port: UInt16, devices: Int, seconds: Double
  ) throws {
    let now = machineNow
    // One device alone would meet the limit of what one may send in a second: the others take turns.
    let desks = try (0..<Crowd.desks).map {
      try Desk($0, authority, host: "127.0.0.1", at: now)
    }
    let own = (0..<devices).map { client in
      stride(from: client, to: desks.count, by: devices).map { desks[$0] }
    }
    // What is sent is written beforehand, as the peers' is.
    let most = Int((warmUp + seconds) * 11_000) / desks.count + 1
    var prepared = try desks.map { desk in
      try (0..<most).map { _ in
        try desk.book(
          Crowd.session(.random(in: 0..<Crowd.sessions)),
          Crowd.member(.random(in: 0..<Crowd.members)), at: now)
      }[...]
    }
    var turn = [Int](repeating: 0, count: devices)
    var sent: [Desk.Prepared?] = Array(repeating: nil, count: devices)
    var (applied, answered) = (0, 0)
    var clients = try Clients(devices, port: port)
    let busy = processorTime
    let measured = try clients.run(
      warmUp: warmUp, seconds: seconds,
      next: { client in
        let desk = own[client][turn[client] % own[client].count]
        guard let next = prepared[desk.number].popFirst() else { return nil }
        sent[client] = next
        return desk.request(next)
      },
      taken: { client, status, body in
        let desk = own[client][turn[client] % own[client].count]
        turn[client] += 1
        guard status == 200, let prepared = sent[client] else { throw Crowd.Unfit() }
        answered += 1
        if try desk.take(body, of: prepared).state == .applied { applied += 1 }
      })
    let share = (processorTime - busy) / (warmUp + seconds)
    let sorted = measured.seconds.sorted()
    func percentile(_ share: Double) -> String {
      milliseconds(sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))])
    }
    print(
      devices, Int(Double(sorted.count) / measured.span), percentile(0.5), percentile(0.95),
      percentile(0.99), answered, applied, milliseconds(share / 1_000))
  }

  /// Seconds that this process has computed.
  private static var processorTime: Double {
    var used = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used)
    return Double(used.tv_sec) + Double(used.tv_nsec) / 1e9
  }
}

var machineNow: Instant { Instant(Int64(time(nil))) }

func milliseconds(_ seconds: Double) -> String { String(Double(Int(seconds * 1e5)) / 100) }
