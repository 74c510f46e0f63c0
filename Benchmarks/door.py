"""How long a member waits at the door: from the scanner's Enter to the painted answer.

Under a pseudo-terminal, as a fast scanner types: a burst of characters, and Enter two milliseconds later.
A pause within the burst would be a hand's, and a torn code is none.
The kiosk has joined a studio of 100,000 members and is in the dark, so each answer bears a receipt
number of its own; at the desk each bears a name. Chunks of the picture are stamped as they come and
drawn afterwards, so that drawing delays no stamp. An answer is on disk before it is painted, so after
each one a bare commit is timed: how long the disk alone takes in the same minute. Needs pyte.
"""
import fcntl, json, os, pty, re, select, shutil, signal, sqlite3, struct, sys, termios, time

import pyte

sys.dont_write_bytecode = True
import line

MEMBERS = 100_000
#: People of one row of the table.
SAMPLES = 400
#: Seconds without a byte after which a picture is whole, and the longest wait for an answer.
QUIET, PATIENCE = 0.15, 10.0
KEYSTROKE = 0.002
SIZE = (80, 24)
PIN = "4821"


class Terminal:
    def __init__(self, *command):
        self.screen = pyte.Screen(*SIZE)
        self.stream = pyte.ByteStream(self.screen)
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.environ.update(line.ENVIRONMENT, TERM="xterm-256color")
            os.execv(line.DESK, [line.DESK, *command, "--clock", line.CLOCK])
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))

    def answer(self, is_there):
        """When the chunk came that made `is_there` true of the screen's text; nothing is drawn before it is quiet."""
        chunks, end = [], time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if select.select([self.terminal], [], [], QUIET)[0]:
                chunks.append((os.read(self.terminal, 1 << 16), time.monotonic()))
                continue
            for chunk, moment in chunks:
                self.stream.feed(chunk)
                if is_there("\n".join(self.screen.display)):
                    end = min(end, moment)
            if end < time.monotonic() and any(moment == end for _, moment in chunks):
                return end
            chunks = []
        raise SystemExit("\n".join(["never answered", *self.screen.display]))

    def scan(self, text):
        os.write(self.terminal, text.encode())
        time.sleep(KEYSTROKE)
        entered = time.monotonic()
        os.write(self.terminal, b"\r")
        return entered

    def close(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)


def people(path, count):
    """The codes of so many who are expected in a quarter of an hour."""
    return line.run(line.MEASURE, "book", path, str(count)).split()


class Disk:
    """A bare program that writes one row and has SQLite sync it."""

    def __init__(self):
        self.path = os.path.join(line.BENCH, "door-disk")
        shutil.rmtree(self.path, ignore_errors=True)
        os.mkdir(self.path)
        self.rows = sqlite3.connect(os.path.join(self.path, "rows.db"), isolation_level=None)
        self.rows.execute("PRAGMA journal_mode = WAL")
        self.rows.execute("PRAGMA synchronous = FULL")
        self.rows.execute("CREATE TABLE row(text)")

    def commit(self):
        """In milliseconds."""
        start = time.monotonic()
        self.rows.execute("INSERT INTO row VALUES(?)", ("x" * 400,))
        return (time.monotonic() - start) * 1000

    def close(self):
        self.rows.close()
        shutil.rmtree(self.path)


def spread(took):
    """Median and p99."""
    took = sorted(took)
    return took[len(took) // 2], took[min(len(took) - 1, int(len(took) * 0.99))]


def passed(terminal, texts, pattern):
    """Median and p99 of the answers and of bare commits between them, in milliseconds.

    `pattern` finds what tells one answer from the one before.
    """
    last, took, bare, disk = None, [], [], Disk()

    def found(screen):
        match = re.search(pattern, screen)
        return match.group(1) if match else None

    for text in texts:
        entered = terminal.scan(text)
        took.append((terminal.answer(lambda screen: found(screen) not in (None, last)) - entered) * 1000)
        last = found("\n".join(terminal.screen.display))
        bare.append(disk.commit())
    disk.close()
    return *spread(took), *spread(bare)


def passes(path, codes):
    told = (line.run(line.DESK, "qr", code, "--json", "--data", path, "--clock", line.CLOCK)
            for code in codes)
    return [json.loads(text)["payload"] for text in told]


def kiosk(served):
    path = os.path.join(line.BENCH, "door-kiosk")
    shutil.rmtree(path, ignore_errors=True)
    code = json.loads(line.run(line.DESK, "device", "enroll", "--role", "kiosk", "--json", "--data", served.path,
                               "--clock", line.CLOCK))["code"]
    line.run(line.DESK, "enroll", served.line.url, code, "--exit-pin", PIN, "--data", path)
    return path


def measure():
    """Rows (what, members, median, p99, and those of a bare commit), in milliseconds."""
    served = line.Served(MEMBERS)
    rows = []
    try:
        served.stop()
        codes = people(served.path, 3 * SAMPLES)
        by_code, by_pass, at_desk = codes[:SAMPLES], codes[SAMPLES:2 * SAMPLES], codes[2 * SAMPLES:]
        signed = passes(served.path, by_pass)
        served.start()
        path = kiosk(served)
        served.stop()
        for what, texts in (("by code", by_code), ("by pass", by_pass)):
            terminal = Terminal("kiosk", "--data", path)
            terminal.answer(lambda screen: "English" in screen)
            rows.append((f"a kiosk in the dark, {what}", MEMBERS, *passed(terminal, texts, r"Receipt (\S+)")))
            terminal.close()
        terminal = Terminal("--data", served.path)
        terminal.answer(lambda screen: "Sea Point" in screen)
        rows.append(("the desk, by code", MEMBERS, *passed(terminal, at_desk, r"│ +([^│]+?) +│[^│]*\n[^│]*│ +[^│]* \d\d:\d\d +│")))
        terminal.close()
        shutil.rmtree(path)
    finally:
        shutil.rmtree(served.path)
    return rows


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
