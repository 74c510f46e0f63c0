import Central
import CentralPostgres
import Domain
import Glibc
import Zones

/// Fills a studio that was founded, and measures the service that runs on it:
///
///     measure-central fill STORE
///     measure-central load STORE PORT DEVICES SECONDS
///     measure-central fight STORE PORT SECONDS
///
/// STORE is one organization's: `sqlite:FILE`, or the address of PostgreSQL with `#TENANT` behind it.
func work(_ job: some Job, _ words: [String]) throws {
  guard words.count > 1 else { throw Crowd.Unfit() }
  let store = words[1]
  if store.hasPrefix("sqlite:") {
    return try job.run(
      Authority(SQLiteAuthorityStore(String(store.dropFirst(7)), zones: TZifTree())), words)
  }
  let parts = store.split(separator: "#").map(String.init)
  guard parts.count == 2, let tenant = ID<Organization>(text: parts[1]) else { throw Crowd.Unfit() }
  try job.run(
    Authority(PostgresAuthorityStore(Pool(parts[0], size: 2), tenant, zones: TZifTree())), words)
}

protocol Job {
  func run(_ authority: Authority<some AuthorityStore>, _ words: [String]) throws
}

struct FillJob: Job {
  func run(_ authority: Authority<some AuthorityStore>, _ words: [String]) throws {
    try Crowd.fill(authority.store, at: machineNow)
  }
}

struct LoadJob: Job {
  func run(_ authority: Authority<some AuthorityStore>, _ words: [String]) throws {
    guard words.count == 5, let port = UInt16(words[2]), let devices = Int(words[3]),
      let seconds = Double(words[4])
    else { throw Crowd.Unfit() }
    try Load.run(authority, port: port, devices: devices, seconds: seconds)
  }
}

struct FightJob: Job {
  func run(_ authority: Authority<some AuthorityStore>, _ words: [String]) throws {
    guard words.count == 4, let port = UInt16(words[2]), let seconds = Double(words[3]) else {
      throw Crowd.Unfit()
    }
    try Fight.run(authority, port: port, seconds: seconds)
  }
}

let jobs: [String: any Job] = ["fill": FillJob(), "load": LoadJob(), "fight": FightJob()]
let words = Array(CommandLine.arguments.dropFirst())
guard let job = words.first.flatMap({ jobs[$0] }) else {
  print("measure-central fill STORE | load STORE PORT DEVICES SECONDS | fight STORE PORT SECONDS")
  exit(64)
}
do {
  try work(job, words)
} catch {
  print("measure-central: \(error)")
  exit(1)
}
