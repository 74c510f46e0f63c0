"""What SQLite alone does with the rows of so many operations: the limit of a service that stores them.

Takes a studio's file as it was before the operations and as it is after them, and writes again what they
wrote into a copy of the first: all statements prepared, no rules, no reads, table by table, 64 operations a
commit as the service has them.
"""
import os, sqlite3, time

AT_ONCE = 64
MOST = 20_000


def copy(source, target):
    """A compact copy of a file that may be in use."""
    if os.path.exists(target):
        os.unlink(target)
    connection = sqlite3.connect(source)
    connection.execute("VACUUM INTO ?", (target,))
    connection.close()
    # What is measured next should not wait for the disk to write this.
    os.sync()


def dictionaries(connection, query, *values):
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row)) for row in cursor]


def commits(before, after):
    """For each commit, the rows of each table as they stand after it; of those that several operations
    changed, as they stand in the end."""
    first = before.execute("SELECT max(sequence) FROM operations").fetchone()[0]
    operations = dictionaries(
        after, "SELECT * FROM operations WHERE sequence > ? ORDER BY sequence LIMIT ?", first, MOST)
    last = operations[-1]["sequence"]
    arrivals = {row["id"]: row for row in dictionaries(after, "SELECT * FROM arrivals")}
    contacts = {row["device"]: row for row in dictionaries(after, "SELECT * FROM contacts")}
    blocks = {row["device"]: row for row in dictionaries(
        after, "SELECT * FROM numberBlock WHERE kind = 'reference'")}
    changed = {}
    rows = {}
    for entity in dictionaries(
            after, "SELECT * FROM entity WHERE sequence > ? AND sequence <= ? ORDER BY sequence", first, last):
        changed.setdefault(entity["sequence"], []).append(entity)
        table = entity["table"]
        if table not in rows:
            rows[table] = {row["id"]: row for row in dictionaries(after, f'SELECT * FROM "{table}"')}
    found = []
    for start in range(0, len(operations), AT_ONCE):
        commit = {}
        for operation in operations[start:start + AT_ONCE]:
            device = operation["device"]
            commit.setdefault("operations", []).append(operation)
            for table, known, key in (
                    ("arrivals", arrivals, operation["id"]), ("contacts", contacts, device),
                    ("numberBlock", blocks, device)):
                if key in known:
                    commit.setdefault(table, []).append(known[key])
            for entity in changed.get(operation["sequence"], []):
                commit.setdefault("entity", []).append(entity)
                table = entity["table"]
                if table != "numberBlock" and entity["key"] in rows[table]:
                    commit.setdefault(table, []).append(rows[table][entity["key"]])
        found.append(commit)
    return len(operations), found


def measure(before, after, place):
    """Operations a second."""
    copy(before, place)
    count, found = commits(sqlite3.connect(before), sqlite3.connect(after))
    writer = sqlite3.connect(place, isolation_level=None, cached_statements=200)
    for pragma in ("journal_mode = wal", "synchronous = full", "cache_size = -65536", "wal_autocheckpoint = 0"):
        writer.execute(f"PRAGMA {pragma}")
    statements = {}
    work = []
    for commit in found:
        steps = []
        for table, rows in commit.items():
            names = list(rows[0])
            sql = statements.setdefault(
                table, f'INSERT OR REPLACE INTO "{table}"({", ".join(chr(34) + name + chr(34) for name in names)}) '
                       f'VALUES({", ".join("?" * len(names))})')
            steps.append((sql, [tuple(row.values()) for row in rows]))
        work.append(steps)
    begun = time.monotonic()
    for number, steps in enumerate(work, 1):
        writer.execute("BEGIN IMMEDIATE")
        for sql, rows in steps:
            writer.executemany(sql, rows)
        writer.execute("UPDATE state SET sequence = sequence + ?", (AT_ONCE,))
        writer.execute("COMMIT")
        if number % 4 == 0:
            writer.execute("PRAGMA wal_checkpoint(passive)")
    took = time.monotonic() - begun
    writer.close()
    for end in ("", "-wal", "-shm"):
        if os.path.exists(place + end):
            os.unlink(place + end)
    return count / took
