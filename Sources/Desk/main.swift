import Glibc

signal(SIGPIPE, SIG_IGN)
exit(Program.start(CommandLine.arguments).rawValue)
