import Domain
import SQLite
import Sync

/// A check-in by code until it is on disk, each beside a bare commit of as many bytes.
struct CheckInBench {
  private let studio: BenchStudio
  private let samples: Int

  init(_ studio: BenchStudio, samples: Int) {
    self.studio = studio
    self.samples = samples
  }

  func run() throws {
    let codes = try Arrivals(samples, in: studio).codes
    let bare = try Connection("\(studio.directory)/bare.db", .init(synchronous: .full))
    try bare.exec("CREATE TABLE IF NOT EXISTS bare(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")
    // About what header, payload and outcome of a check-in take.
    let bytes = [UInt8](repeating: 7, count: 900)
    var checkIns = Timings()
    var commits = Timings()
    for code in codes {
      try commits.measure { try bare.run("INSERT INTO bare(bytes) VALUES(?)", bytes) }
      try checkIns.measure {
        _ = try studio.store.submit(
          CheckIn(presented: code.text), by: DeskStore.Hand(actor: .staff(studio.owner)))
      }
    }
    bare.close()
    print(checkIns.line("checkin"))
    print(commits.line("bare"))
  }
}
