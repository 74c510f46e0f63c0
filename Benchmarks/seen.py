"""Measures how soon an open desk shows what a command did: from the command's end to the picture.

Arguments: the program `desk`, a fresh demo directory, the clock. Needs pyte. Checks in and takes
back, booking by booking, at the class whose roster F4 opens; prints the milliseconds as JSON.
"""
import fcntl, json, os, pty, random, re, select, struct, subprocess, sys, termios, time

import pyte

DESK, DATA, CLOCK = sys.argv[1:4]
COLUMNS, ROWS = 120, 40
SERVICE = "Vinyasa"
PATIENCE = 10.0


class Screen:
    def __init__(self):
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execv(DESK, [DESK, "--data", DATA, "--clock", CLOCK])
        size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, size)

    def wait(self, pattern):
        """The first match on the screen; reads on until there is one."""
        end = time.monotonic() + PATIENCE
        while True:
            found = re.search(pattern, "\n".join(self.screen.display))
            if found:
                return found
            left = end - time.monotonic()
            if left <= 0:
                raise SystemExit("\n".join([f"never on the screen: {pattern}", *self.screen.display]))
            if select.select([self.terminal], [], [], left)[0]:
                self.stream.feed(os.read(self.terminal, 65536))

    def key(self, sequence):
        os.write(self.terminal, sequence)

    def close(self):
        os.kill(self.process, 15)
        os.waitpid(self.process, 0)


def desk(*words):
    """What a command prints as JSON (None where it refuses), and the moment at which it had ended."""
    done = subprocess.run([DESK, "--data", DATA, "--clock", CLOCK, "--json", *words],
                          stdout=subprocess.PIPE)
    return json.loads(done.stdout) if done.returncode == 0 else None, time.monotonic()


def main():
    sessions = desk("schedule")[0]["sessions"]
    session = next(row["id"] for row in sessions
                   if row["service"] == SERVICE and "T18:00" in row["start"])
    booked = [(row["code"], row["spots"]) for row in desk("roster", session)[0]["bookings"]
              if row["state"] == "confirmed"]
    screen = Screen()
    screen.wait("Sea Point")
    screen.key(b"\x1bOS")
    present = int(screen.wait(SERVICE + r"[^\n]* (\d+) in,").group(1))
    took = []
    # The command must not fall into step with the moments at which the desk looks.
    pause = random.Random(1)
    for code, spots in booked:
        for step in (spots, -spots):
            time.sleep(pause.uniform(0, 0.5))
            words = ("checkin", code) if step > 0 else ("undo", done["outcome"]["operation"])
            done, ended = desk(*words)
            if done is None:
                break
            present += step
            screen.wait(rf" {present} in,")
            took.append((time.monotonic() - ended) * 1000)
    screen.close()
    print(json.dumps(took))


main()
