import Domain
import Glibc
import Sync

/// Measures what can only be measured from inside; `Benchmarks/run` calls it and writes the table.
///
///     measure fill DIRECTORY MEMBERS SESSIONS    adds members and sessions to a demo
///     measure lookup DIRECTORY SAMPLES           lookup, by kind of query
///     measure book DIRECTORY PEOPLE              classes about to start; prints the bookings' codes
///     measure queue DIRECTORY OPERATIONS         an evening in the dark; changes the studio
///     measure checkin DIRECTORY SAMPLES          check-in beside a bare commit; changes the studio
let words = CommandLine.arguments
do {
  guard words.count >= 4, let count = Int(words[3]) else { throw StoreError(.missing, "wrong use") }
  let studio = try BenchStudio(words[2])
  switch words[1] {
  case "fill": try studio.fill(members: count, sessions: words.count > 4 ? Int(words[4]) ?? 0 : 0)
  case "lookup": try LookupBench(studio, samples: count).run()
  case "book": for code in try Arrivals(count, in: studio).codes { print(code.text) }
  case "queue": try QueueBench(studio, operations: count).run()
  case "checkin": try CheckInBench(studio, samples: count).run()
  default: throw StoreError(.missing, "wrong use")
  }
  try studio.store.close()
} catch {
  print("measure: \(error)")
  exit(2)
}
