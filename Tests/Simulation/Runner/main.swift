import Glibc
import Simulation

// simulate --seeds N: so many fixed seeds, on all processors. --seed S: one, with its whole trace.
let arguments = Array(CommandLine.arguments.dropFirst())

func number(after option: String) -> UInt64? {
  guard let place = arguments.firstIndex(of: option), place + 1 < arguments.count else {
    return nil
  }
  return UInt64(arguments[place + 1])
}

if let first = number(after: "--worker"), let step = number(after: "--step"),
  let last = number(after: "--seeds")
{
  exit(Worker(first: first, step: step, last: last).run() ? 0 : 1)
} else if let seed = number(after: "--seed") {
  exit(Worker.show(seed) ? 0 : 1)
} else {
  exit(Crew(seeds: number(after: "--seeds") ?? 200).run() ? 0 : 1)
}
