import CPostgres
import Domain
import Glibc

/// One connection to the server; one thread at a time uses it.
///
/// Statements are sent one behind the other without waiting (libpq's pipeline), and their answers read
/// together: a trip. After any error the link is `broken` and is not used again.
package final class Link {
  private let handle: OpaquePointer
  private var prepared: Set<String> = []
  /// What was sent and not yet answered: the statement's name, nil for its preparation.
  private var sent: [String?] = []
  /// The server knows that this was all of the trip.
  private var isSynced = false
  package private(set) var isBroken = false
  /// Nothing was asked whose answer would come to the next borrower.
  var isClean: Bool { !isBroken && sent.isEmpty }
  /// Milliseconds that one trip may take before the server counts as gone.
  private let patience: Int

  /// `address` is libpq's connection string or URL. Throws `unavailable`, or `refused` where the
  /// server knows nobody by that name and password.
  package init(_ address: String, patience: Int = 30_000) throws(PostgresError) {
    // What the address says itself comes after, and counts.
    let words = [("connect_timeout", "\(Self.connectPatience)"), ("dbname", address)]
    guard let handle = Self.connect(words) else {
      throw PostgresError(.unavailable, at: "connect")
    }
    self.handle = handle
    self.patience = patience
    guard PQstatus(handle) == CONNECTION_OK else {
      // Nothing tells a wrong password from a server that starts but its sentence, which is not kept.
      throw PostgresError(.unavailable, at: "connect")
    }
    cpostgres_silence(handle)
    _ = PQsetnonblocking(handle, 1)
    guard PQenterPipelineMode(handle) == 1 else { throw broken("pipeline") }
    // With the patience of every trip: the line may have gone with the last word.
    try ask(Self.manners)
    _ = try answers()
  }

  /// Seconds.
  private static let connectPatience = 5

  private static func connect(_ words: [(name: String, value: String)]) -> OpaquePointer? {
    let names = words.map { strdup($0.name) }
    let values = words.map { strdup($0.value) }
    defer { for text in names + values { free(text) } }
    return PQconnectdbParams(
      names.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
  }

  deinit { PQfinish(handle) }

  /// Every query here is meant to follow an index from few rows to few rows, in the order in which
  /// it names its tables.
  private static let manners = Statement(
    """
    SELECT set_config('search_path', 'studioloop', false),
      set_config('plan_cache_mode', 'force_generic_plan', false),
      set_config('enable_seqscan', 'off', false),
      set_config('enable_hashjoin', 'off', false),
      set_config('enable_mergejoin', 'off', false),
      set_config('join_collapse_limit', '1', false),
      set_config('jit', 'off', false),
      set_config('lock_timeout', '10s', false),
      set_config('idle_in_transaction_session_timeout', '60s', false),
      set_config('client_min_messages', 'warning', false)
    """)

  /// Runs statements as they stand, one behind the other, and answers the last: for schemas and for
  /// hands; its answers are texts, so that only `text` reads them.
  @discardableResult
  package func run(_ sql: String) throws(PostgresError) -> Answer {
    guard !isBroken, sent.isEmpty else { throw broken("run") }
    let pipelined = PQpipelineStatus(handle) != PQ_PIPELINE_OFF
    if pipelined, PQexitPipelineMode(handle) != 1 { throw broken("run") }
    defer { if pipelined { _ = PQenterPipelineMode(handle) } }
    guard let result = PQexec(handle, sql) else { throw broken("run") }
    let answer = Answer(result)
    let state = PQresultStatus(result)
    guard state == PGRES_TUPLES_OK || state == PGRES_COMMAND_OK else {
      // A script that failed leaves no open transaction behind.
      if PQtransactionStatus(handle) != PQTRANS_IDLE { PQclear(PQexec(handle, "ROLLBACK")) }
      throw failure(result, at: "run")
    }
    return answer
  }

  /// Sends a statement, whose answer the next `answers` brings.
  func ask(_ statement: Statement, _ parameters: Parameters = Parameters()) throws(PostgresError) {
    guard !isBroken else { throw PostgresError(.unavailable, at: statement.name) }
    if prepared.insert(statement.name).inserted {
      let types = statement.types.map { Oid($0.rawValue) }
      guard
        PQsendPrepare(
          handle, statement.name, statement.sql, Int32(types.count), types) == 1
      else { throw broken("prepare") }
      sent.append(nil)
    }
    precondition(
      parameters.spans.count == statement.types.count, "a statement gets each of its parameters")
    let isSent =
      parameters.bytes.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return 0 }
        let values = parameters.spans.map { $0.count < 0 ? nil : start + $0.start }
        let lengths = parameters.spans.map { Int32(max(0, $0.count)) }
        let formats = parameters.spans.map { _ in Int32(1) }
        return PQsendQueryPrepared(
          handle, statement.name, Int32(values.count), values, lengths, formats, 1)
      } as Int32
    guard isSent == 1 else { throw broken(statement.name) }
    sent.append(statement.name)
  }

  /// Lets the server begin with what was sent so far, and does not wait for it.
  func push() throws(PostgresError) {
    guard PQflush(handle) >= 0 else { throw broken("push") }
  }

  /// Ends the trip without waiting for its answers: they are the next thing to be asked for.
  func depart() throws(PostgresError) {
    guard !isBroken else { throw PostgresError(.unavailable, at: "depart") }
    guard PQpipelineSync(handle) == 1 else { throw broken("sync") }
    isSynced = true
    try push()
  }

  /// The answers to all that was asked since the last time, in order; throws the first error that the
  /// server met.
  func answers() throws(PostgresError) -> [Answer] {
    guard !isBroken else { throw PostgresError(.unavailable, at: "answers") }
    if !isSynced { try depart() }
    var left = sent[...]
    (sent, isSynced) = ([], false)
    var answers: [Answer] = []
    var failed: PostgresError?
    while true {
      guard let result = try next() else { continue }
      let state = PQresultStatus(result)
      if state == PGRES_PIPELINE_SYNC {
        PQclear(result)
        break
      }
      let answer = Answer(result)
      let statement = left.popFirst() ?? nil
      switch state {
      case PGRES_TUPLES_OK, PGRES_COMMAND_OK: if statement != nil { answers.append(answer) }
      case PGRES_PIPELINE_ABORTED: break
      default: if failed == nil { failed = failure(result, at: statement ?? "prepare") }
      }
    }
    if let failed { throw failed }
    return answers
  }

  /// The next result; nil is the mark between two statements' results.
  private func next() throws(PostgresError) -> OpaquePointer? {
    let deadline = Self.now + patience
    while true {
      let unsent = PQflush(handle)
      if unsent < 0 { throw broken("flush") }
      if unsent == 0, PQisBusy(handle) == 0 { break }
      var socket = pollfd(
        fd: PQsocket(handle), events: Int16(POLLIN) | (unsent > 0 ? Int16(POLLOUT) : 0),
        revents: 0)
      // Looked at once more when the time is over: it may have been this process that slept.
      let left = max(0, deadline - Self.now)
      let ready = poll(&socket, 1, Int32(clamping: left))
      if ready < 0, errno != EINTR { throw broken("poll") }
      if ready == 0, left == 0 { throw broken("patience") }
      if socket.revents != 0, PQconsumeInput(handle) != 1 { throw broken("receive") }
    }
    let result = PQgetResult(handle)
    if result == nil, PQstatus(handle) != CONNECTION_OK { throw broken("receive") }
    return result
  }

  /// Milliseconds that no clock setting moves.
  static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
  }

  private func broken(_ place: String) -> PostgresError {
    isBroken = true
    return PostgresError(.unavailable, at: place)
  }

  private func failure(_ result: OpaquePointer, at place: String) -> PostgresError {
    isBroken = true
    let state = cpostgres_state(result).map { String(cString: $0) } ?? ""
    let constraint = cpostgres_constraint(result).map { String(cString: $0) }
    let passes = state.isEmpty || PostgresError.isPassing(state)
    return PostgresError(
      passes ? .unavailable : .refused, state: state, at: constraint ?? place)
  }
}
