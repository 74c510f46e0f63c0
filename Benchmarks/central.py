"""The central service beside what a studio would run instead, all on one machine in one run.

Bookings through the real exchange (`desk-central serve`, many devices of measure-central) on PostgreSQL and
on SQLite; the same booking by pgbench, and by FastAPI with asyncpg, from ../shared/bench. Every bookings
table has a history. Everything talks to 127.0.0.1 and to a PostgreSQL of its own. STUDIOLOOP_BENCH=quick
measures for some seconds only, to see whether it works.
"""
import glob, json, os, re, shutil, signal, subprocess, sys, time

import bare

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BENCH = os.path.join(ROOT, ".build", "bench")
SHARED = os.path.join(os.path.dirname(ROOT), "shared", "bench")
CENTRAL = os.path.join(ROOT, ".build", "release", "desk-central")
MEASURE = os.path.join(ROOT, ".build", "release", "measure-central")
PROGRAMS = "/usr/lib/postgresql/15/bin"
PORT = 55470
PEER_PORT = 8346
SECONDS, FIGHT = 10, 60
DEVICES = (1, 16, 64)
QUICK = os.environ.get("STUDIOLOOP_BENCH") == "quick"
if QUICK:
    SECONDS, FIGHT = 4, 5


def tell(text):
    print(text, flush=True)


def run(*words, **more):
    done = subprocess.run(words, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
    if done.returncode != 0:
        raise SystemExit(f"{os.path.basename(words[0])} ended with {done.returncode}: {done.stderr}")
    return done.stdout


# PostgreSQL

def servant():
    """PostgreSQL refuses to run as root."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []


def address(role, database):
    return f"postgres://{role}@127.0.0.1:{PORT}/{database}"


def sql(statement, database="postgres"):
    return run(f"{PROGRAMS}/psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement,
               address("postgres", database)).strip()


class Postgres:
    """A server with the settings that PostgreSQL comes with; ended with the measuring."""

    def __enter__(self):
        # The tree may lie where only its owner looks.
        self.place = f"/tmp/studioloop-bench-{os.getpid()}"
        os.makedirs(self.place)
        if os.getuid() == 0:
            shutil.chown(self.place, "postgres")
        data = os.path.join(self.place, "data")
        run(*servant(), f"{PROGRAMS}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", cwd="/")
        self.server = subprocess.Popen(
            [*servant(), f"{PROGRAMS}/postgres", "-D", data, "-c", "listen_addresses=127.0.0.1",
             "-c", f"port={PORT}", "-c", f"unix_socket_directories={self.place}", "-c", "max_connections=200"],
            cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            ready = subprocess.run([f"{PROGRAMS}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(PORT)])
            if ready.returncode == 0:
                return self
            time.sleep(0.1)
        raise SystemExit("PostgreSQL did not start")

    def __exit__(self, *_):
        self.server.send_signal(signal.SIGINT)
        self.server.wait()
        shutil.rmtree(self.place, ignore_errors=True)


# The peers

def python_with_fastapi():
    """An environment of its own, outside the tree; None where it cannot be had."""
    home = os.path.join(ROOT, ".build", "bench-venv-api")
    python = os.path.join(home, "bin", "python")
    if not os.path.exists(os.path.join(home, "ready")):
        try:
            run("/usr/bin/python3", "-m", "venv", home)
            run(python, "-m", "pip", "install", "-q", "fastapi", "uvicorn[standard]", "asyncpg")
        except SystemExit:
            tell("Not measured: FastAPI (its packages cannot be had).")
            return None
        open(os.path.join(home, "ready"), "w").close()
    return python


def pgbench(script, clients):
    told = run(f"{PROGRAMS}/pgbench", "-h", "127.0.0.1", "-p", str(PORT), "-U", "postgres", "-n", "-M", "prepared",
               "-c", str(clients), "-j", "2", "-T", str(SECONDS), "-f", os.path.join(SHARED, script), "peer")
    return float(re.search(r"tps = ([\d.]+)", told).group(1))


def peers():
    """Bookings a second: pgbench in eight round trips and in one, FastAPI with asyncpg and 32 clients."""
    python = python_with_fastapi()
    if python is None or not os.path.exists(os.path.join(SHARED, "fastapi_peer.py")):
        return {}
    script = os.path.join(SHARED, "fastapi_peer.py")
    more = {**os.environ, "PEER_DSN": f"postgresql://postgres@127.0.0.1:{PORT}/peer", "PEER_DB": "asyncpg",
            "PYTHONDONTWRITEBYTECODE": "1"}
    sql("CREATE DATABASE peer")
    tell("Measuring the usual stack…")
    run(python, script, "init", env=more)
    requests = os.path.join(BENCH, "requests")
    os.makedirs(requests, exist_ok=True)
    if not os.path.exists(os.path.join(requests, "book.jsonl")):
        run(python, script, "requests", requests, env=more)
    run(f"{PROGRAMS}/psql", "-Xq", address("postgres", "peer"), "-f", os.path.join(SHARED, "book_fn.sql"))
    found = {}
    for name, file in (("trips", "book.pgbench.sql"), ("call", "book_fn.pgbench.sql")):
        run(python, script, "reset", env=more)
        found[name] = pgbench(file, 16)
    run(python, script, "reset", env=more)
    server = subprocess.Popen(
        [python, "-m", "uvicorn", "fastapi_peer:app", "--workers", "2", "--host", "127.0.0.1", "--port",
         str(PEER_PORT), "--no-access-log", "--log-level", "warning"],
        cwd=SHARED, env=more, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(4)
        told = json.loads(run(
            python, os.path.join(SHARED, "peers_http.py"), "load", "--base", f"http://127.0.0.1:{PEER_PORT}",
            "--requests", os.path.join(requests, "book.jsonl"), "-c", "32", "--duration", str(SECONDS),
            "--warmup", "2", "--header", "Authorization: Bearer bench-token", env=more))
    finally:
        server.terminate()
        server.wait()
    wrong = {status: count for status, count in told["statuses"].items() if status != "201"}
    if wrong:
        raise SystemExit(f"FastAPI answered {wrong}")
    rate = next(told[key] for key in ("rps", "req_per_s", "requests_per_s") if key in told)
    found["stack"] = (rate, told["p50_ms"], told["p95_ms"], told["p99_ms"])
    sql("DROP DATABASE peer")
    return found


# Ours

def central(store, *words):
    return run(CENTRAL, *words, "--store", store, env={**os.environ, "STUDIOLOOP_STATE": f"{BENCH}/central/state"})


def founded_on_sqlite():
    store = f"sqlite:{BENCH}/central/central.db"
    found(store)
    return store, "sqlite:" + glob.glob(f"{BENCH}/central/central.db-1-*.org")[0]


def founded_on_postgres():
    for statement in ("DROP DATABASE IF EXISTS central", "DROP ROLE IF EXISTS service", "CREATE ROLE service LOGIN",
                      "CREATE DATABASE central"):
        sql(statement)
    central(address("postgres", "central"), "migrate", "--service", "service")
    store = address("service", "central")
    found(store)
    return store, f"{store}#{sql('SELECT organization FROM studioloop.tenants', 'central')}"


def found(store):
    central(store, "init")
    central(store, "organization", "add", "--name", "Bench", "--timezone", "Africa/Johannesburg",
            "--location", "Main", "--owner", "Olga", "--owner-pin", "4711")


class Service:
    def __init__(self, store):
        self.process = subprocess.Popen(
            [CENTRAL, "serve", "--listen", "127.0.0.1:0", "--store", store], text=True, stdout=subprocess.PIPE,
            env={**os.environ, "STUDIOLOOP_STATE": f"{BENCH}/central/state"})
        self.port = self.process.stdout.readline().strip().rsplit(":", 1)[1]

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait() != 0:
            raise SystemExit("the service did not end well")


def measured(name, make):
    """For each number of devices: bookings a second and p50, p95, p99 in ms; the fight; the service's memory;
    and what SQLite alone does with the same rows, None on PostgreSQL."""
    shutil.rmtree(f"{BENCH}/central", ignore_errors=True)
    store, place = make()
    tell(f"Filling a studio on {name}…")
    run(MEASURE, "fill", place)
    file = place.removeprefix("sqlite:")
    if name == "PostgreSQL":
        sql("VACUUM ANALYZE", "central")
    else:
        bare.copy(file, f"{BENCH}/central/before.db")
    service = Service(store)
    rows = {}
    try:
        for devices in DEVICES:
            tell(f"Measuring {devices} devices on {name}…")
            words = run(MEASURE, "load", place, service.port, str(devices), str(SECONDS)).split()
            rate, p50, p95, p99, answered, applied, driver = [float(word) for word in words[1:]]
            if applied < answered * 0.97:
                raise SystemExit(f"{answered - applied:.0f} of {answered:.0f} bookings came to nothing")
            rows[devices] = (rate, p50, p95, p99, driver)
        limit = None
        if name == "SQLite":
            tell("Measuring SQLite alone with the same rows…")
            bare.copy(file, f"{BENCH}/central/after.db")
            limit = bare.measure(
                f"{BENCH}/central/before.db", f"{BENCH}/central/after.db", f"{BENCH}/central/bare.db")
        tell(f"Fighting for the last places on {name}…")
        fight = [int(word) for word in run(MEASURE, "fight", place, service.port, str(FIGHT)).split()]
        memory = service.memory()
    finally:
        service.end()
    return rows, fight, memory, limit


def whole(value):
    return f"{value:,.0f}"


def table():
    """Lines of a table; goals as in the notes below it."""
    lines = ["| what | at once | a second | p50 | p95 | p99 | beside it | ratio | target | |",
             "|---|---:|---:|---:|---:|---:|---:|---:|---|---|"]

    def add(what, clients, rate, times, beside="", share="", target="", met=None):
        mark = "" if met is None else "met" if met else "**missed**"
        times = [f"{time:.2f} ms" if time else "" for time in times]
        lines.append(f"| {what} | {clients} | {rate} | {' | '.join(times)} | {beside} | {share} | {target} | {mark} |")

    none = (0, 0, 0)
    with Postgres():
        beside = peers()
        on_postgres = measured("PostgreSQL", founded_on_postgres)
    on_sqlite = measured("SQLite", founded_on_sqlite)
    shutil.rmtree(f"{BENCH}/central", ignore_errors=True)
    stack = beside.get("stack", (0, 0, 0, 0))
    if beside:
        add("the same booking by FastAPI with asyncpg", 32, whole(stack[0]), stack[1:])
        add("the same booking by pgbench, 8 round trips", 16, whole(beside["trips"]), none)
        add("the same booking by pgbench, one call", 16, whole(beside["call"]), none)
    for name, (rows, fight, memory, limit) in (("PostgreSQL", on_postgres), ("SQLite", on_sqlite)):
        for devices, (rate, *times, driver) in rows.items():
            goal, met = "", None
            if devices == 64:
                least = 7_000 if name == "SQLite" else 3 * stack[0]
                goal = "≥ 7,000" if name == "SQLite" else "≥ 3 × the usual stack"
                met = rate >= least if least else None
            share = f"{rate / stack[0]:.2f}" if stack[0] else ""
            add(f"booking through the exchange, {name}", devices, whole(rate), times,
                whole(stack[0]) if stack[0] else "", share, goal, met)
        if limit:
            add("the same rows by SQLite alone, 64 operations a commit", 1, whole(limit), none,
                whole(rows[64][0]), f"{rows[64][0] / limit:.2f}", "the limit")
        answered, confirmed, given, full, over = fight
        add(f"{FIGHT} s fight for the 3 places of 10 sessions each, {name}", 64, whole(answered / FIGHT), none,
            f"{confirmed:,} won, {given:,} given up", "", f"{over} overbooked; 0", over == 0)
        add(f"memory of the service afterwards, {name}", "", "", none, f"{memory:.0f} MB")
    return "\n".join(lines)
