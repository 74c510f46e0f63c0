"""What a device costs its line: bootstrap, the queue after an outage, an idle day, and memory.

A demo serves itself (`desk serve`), and devices join it through a proxy on this machine that counts
bytes. The queue of an outage is written by `measure queue` while nobody serves.
"""
import json, os, pty, select, shutil, signal, socket, subprocess, threading, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BENCH = os.path.join(ROOT, ".build", "bench")
DESK = os.path.join(ROOT, ".build", "release", "desk")
MEASURE = os.path.join(ROOT, ".build", "release", "measure")
SIGNED_IN = {"STUDIOLOOP_AS": "Naledi Mokoena", "STUDIOLOOP_PIN": "1234"}
CLOCK = "2026-11-23T17:48:00+02:00"
ENVIRONMENT = {**os.environ, **SIGNED_IN, "HOME": BENCH}
#: So long an open desk is left alone, in seconds: longer than its first polls.
IDLE = 90
#: Exchanges in a day on which nothing happens: 20 of 25 seconds, then one in 55.
POLLS = 20 + (86_400 - 20 * 25) // 55


def tell(text):
    print(text, flush=True)


def run(*words):
    done = subprocess.run(words, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(words[:3])} ended with {done.returncode}: {done.stderr or done.stdout}")
    return done.stdout


class Line:
    """Carries every connection to the service, and counts what goes up and what comes down."""

    def __init__(self, port):
        self.service = ("127.0.0.1", port)
        self.up = self.down = self.asked = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        try:
            server = socket.create_connection(self.service)
        except OSError:
            client.close()
            return
        ends = {client: server, server: client}
        while True:
            for end in select.select(list(ends), [], [])[0]:
                try:
                    data = end.recv(1 << 16)
                    ends[end].sendall(data)
                except OSError:
                    data = b""
                if not data:
                    client.close()
                    server.close()
                    return
                if end is client:
                    self.up += len(data)
                    self.asked += data.count(b"POST /v1/exchange")
                else:
                    self.down += len(data)

    def take(self):
        """The bytes up and down since the last call."""
        taken = (self.up, self.down)
        self.up = self.down = self.asked = 0
        return taken


class Served:
    """A demo of its own that serves itself while it is open."""

    def __init__(self, members):
        self.path = os.path.join(BENCH, f"line-{members}")
        shutil.rmtree(self.path, ignore_errors=True)
        run(DESK, "demo", "--no-ui", "--data", self.path)
        if members > 480:
            run(MEASURE, "fill", self.path, str(members - 480), "0")
        self.port = 0
        self.start()
        self.line = Line(self.port)

    def start(self):
        self.process = subprocess.Popen(
            [DESK, "serve", "--listen", f"127.0.0.1:{self.port}", "--data", self.path, "--clock", CLOCK],
            stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
        told = self.process.stdout.readline()
        if not told.startswith("listening on "):
            raise SystemExit(f"desk serve said {told!r}")
        self.port = int(told.rsplit(":", 1)[1])

    def memory(self):
        return resident(self.process.pid)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def join(self, name):
        """A new desk; its directory, the seconds and the bytes that it took."""
        path = os.path.join(BENCH, name)
        shutil.rmtree(path, ignore_errors=True)
        code = json.loads(run(DESK, "device", "enroll", "--role", "desk", "--json", "--data", self.path,
                              "--clock", CLOCK))["code"]
        self.line.take()
        start = time.monotonic()
        run(DESK, "enroll", self.line.url, code, "--data", path)
        seconds = time.monotonic() - start
        return path, seconds, sum(self.line.take())

    def end(self):
        self.stop()
        shutil.rmtree(self.path)


def resident(pid):
    """In MB."""
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024


def drain(served, path, count):
    """Seconds and bytes until a queue is decided and its rows are here."""
    served.stop()
    run(MEASURE, "queue", path, str(count))
    served.start()
    served.line.take()
    start = time.monotonic()
    told = json.loads(run(DESK, "sync", "--once", "--json", "--data", path, "--clock", CLOCK))
    seconds = time.monotonic() - start
    if told["pending"] or told["pushed"] < count:
        raise SystemExit(f"{told['pushed']} of {count} operations were sent, {told['pending']} wait")
    return seconds, served.line.take(), told["pushed"]


def idle(served, path):
    """Bytes of an open desk that nothing happens on, as of a whole day, and its memory in MB."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(ENVIRONMENT, TERM="xterm-256color")
        os.execv(DESK, [DESK, "--data", path, "--clock", CLOCK])
    drawn = threading.Thread(target=lambda: swallow(terminal), daemon=True)
    drawn.start()
    time.sleep(10)
    served.line.take()
    time.sleep(IDLE)
    asked = served.line.asked
    passed = sum(served.line.take())
    if not asked:
        raise SystemExit("the open desk never asked for news")
    memory = resident(child)
    os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)
    return passed / asked * POLLS, memory


def swallow(terminal):
    try:
        while os.read(terminal, 1 << 16):
            pass
    except OSError:
        pass


def table(sizes):
    lines = ["| what | members | took | bytes | target | |", "|---|---:|---:|---:|---|---|"]

    def add(what, members, took, count, target, met):
        mark = "" if met is None else "met" if met else "**missed**"
        lines.append(f"| {what} | {members:,} | {took} | {count} | {target} | {mark} |")

    for members in sizes:
        tell(f"Measuring the line of a studio with {members:,} members…")
        served = Served(members)
        try:
            path, seconds, count = served.join("line-desk")
            small = members <= 1_500
            add("bootstrap", members, f"{seconds:.2f} s", f"{count / 1024:,.0f} kB",
                "≤ 700 kB" if small else "", count <= 700 * 1024 if small else None)
            if small:
                for queued, most in ((400, None), (500, 2), (5_000, 15)):
                    seconds, (up, down), sent = drain(served, path, queued)
                    target = "≤ 40 kB up" if most is None else f"≤ {most} s"
                    add(f"{queued:,} queued operations drained", members, f"{seconds:.2f} s",
                        f"{up / 1024:,.1f} kB up, {down / 1024:,.1f} kB down, {up / sent:.0f} up an operation",
                        target, up <= 40 * 1024 if most is None else seconds <= most)
                day, memory = idle(served, path)
                add("an idle day of an open desk", members, "", f"{day / 1024:,.0f} kB", "≤ 2 MB",
                    day <= 2 << 20)
                add("memory of an open desk", members, f"{memory:.1f} MB", "", "≤ 40 MB", memory <= 40)
            add("memory of the desk that serves", members, f"{served.memory():.1f} MB", "", "", None)
            shutil.rmtree(path)
        finally:
            served.end()
    return "\n".join(lines)
