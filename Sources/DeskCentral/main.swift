import Glibc

signal(SIGPIPE, SIG_IGN)
// Before there is any thread: only `serve` waits for them, in one place.
StopSignals.block()
exit(Program.run(Array(CommandLine.arguments.dropFirst())).rawValue)
