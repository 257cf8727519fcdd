#!/usr/bin/env python3
"""The logs pane under a stream: how soon a line is on the terminal, and what twenty thousand a second do to it.

    pane.py BINARY glyphs [--lines N]
    pane.py BINARY load [--minutes M] [--rate LINES] [--length BYTES] [--budget MIB]
    pane.py BINARY stream [--minutes M]

`glyphs`: a session of Live Tail says one line now and then; it counts from when its frame is written to the socket until
its glyph is on the terminal, of the console and of `unstuck logs --follow`, each in a pty.
`load`: a session says so many lines a second for so long, which no account of AWS's does (busy_account.py). Keys are
pressed all the time, one after the other; each counts until its answer is on the terminal, half of the time with the
pane following and half of it scrolled up. In the end the screen must account for every line: those it keeps, and those
it says it does not keep.
`stream`: `unstuck sim` alone, its lines and its Live Tail as they are. From when a line was put (its ingestion time, which
FilterLogEvents tells in the end) until its time of day is on the terminal, of the console and of `unstuck logs --follow`,
each in a pty, for so many minutes. Live Tail sends what came once a second, so a line waits up to a second for that."""
import argparse, fcntl, json, multiprocessing, os, pty, random, re, select, signal, struct, subprocess, sys, termios
import threading, time, urllib.request
from busy_account import Account, Source
from figures import words
from grid import Grid

# Words of the help and of nothing else on the screen; one of them at least changes every cell it covers.
HELP = b"everywhere", b"Previous", b"Leave", b"Ask AWS"
LETTERS = "ⴰⴱⴲⴳⴴⴵⴶⴷⴸⴹⴺⴻⴼⴽⴾⴿⵀⵁⵂⵃⵄⵅⵆⵇⵈⵉⵊⵋⵌⵍⵎⵏ"


class Terminal:
    """A program in a pty, read by a thread: when each piece of its output came."""

    def __init__(self, command, endpoint, size=(40, 120)):
        env = dict(HOME="/nonexistent", TERM="xterm-256color", PATH="/usr/bin:/bin", AWS_ENDPOINT_URL=endpoint,
                   AWS_REGION="eu-west-1", AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b", LANG="C.UTF-8")
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.execve(command[0], command, env)
        self.came, self.text, self.total = threading.Condition(), b"", 0
        self.first = {}
        self.resize(size)
        threading.Thread(target=self.read, daemon=True).start()

    def resize(self, size):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))

    def read(self):
        while True:
            try:
                data = os.read(self.master, 65536)
            except OSError:
                return
            with self.came:
                self.note(data)
                self.text = (self.text + data)[-200_000:]
                self.total += len(data)
                self.came.notify_all()

    def note(self, data):
        """Takes down when what is waited for was first there."""
        at = time.perf_counter()
        for letter in re.findall("[ⴰ-ⵏ]", data.decode(errors="ignore")):
            self.first.setdefault(letter, at)

    def wait(self, place, *words, limit=30):
        """Waits until one of the words has come behind that place; when it did."""
        until = time.monotonic() + limit
        with self.came:
            while True:
                behind = self.text[max(0, len(self.text) - (self.total - place)):]
                if any(word in behind for word in words):
                    return time.perf_counter()
                if not self.came.wait(until - time.monotonic()):
                    sys.exit(f"{words} never came; last: {self.text[-3000:]!r}")

    def press(self, keys, *words):
        place, began = self.total, time.perf_counter()
        os.write(self.master, keys)
        return self.wait(place, *words) - began

    def screen(self):
        """The whole screen drawn anew, without its colours."""
        size = struct.unpack("HHHH", fcntl.ioctl(self.master, termios.TIOCGWINSZ, bytes(8)))[:2]
        self.resize((size[0], size[1] + 1))
        time.sleep(0.5)
        place = self.total
        self.resize(size)
        time.sleep(1)
        with self.came:
            drawn = self.text[max(0, len(self.text) - (self.total - place)):].decode(errors="replace")
        return re.sub("\x1b\\[[0-9;?]*[a-zA-Z]", lambda at: "\n" if at[0].endswith("H") else "", drawn)

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def console(binary, account_endpoint, stack):
    """The console, its logs pane alone on the screen, following the lines of the stack."""
    terminal = Terminal([binary, stack], account_endpoint)
    terminal.wait(0, b"STUCK")
    time.sleep(3)
    for key in b"4", b"z", b"L":
        os.write(terminal.master, key)
        time.sleep(0.5)
    for _ in range(20):
        time.sleep(1)
        screen = terminal.screen()
        if "stream: the lines" in screen:
            return terminal
    sys.exit(f"the pane never streamed:\n{screen}")


def glyphs(binary, lines):
    account = Account(binary, Source(0, 300))
    group = "/ecs/checkout"
    try:
        terminal = console(binary, account.endpoint, account.stack)
        waits = {"the console's logs pane": one_by_one(account, terminal, lines)}
        terminal.end()
        follower = Terminal([binary, "logs", group, "--follow"], account.endpoint)
        time.sleep(4)
        waits["unstuck logs --follow"] = one_by_one(account, follower, lines)
        follower.end()
        for name, ms in waits.items():
            words(f"{name}: from the frame's bytes to its glyph", ms)
    finally:
        account.end()


def one_by_one(account, terminal, lines):
    dice, waits = random.Random(7), []
    for n in range(lines):
        letter = LETTERS[n % len(LETTERS)]
        terminal.first.pop(letter, None)
        account.put(letter)
        time.sleep(dice.uniform(0.2, 0.5))
        at = terminal.first.get(letter)
        if at is None:
            time.sleep(2)
            at = terminal.first.get(letter)
        if at is None:
            sys.exit(f"line {n} never came: {terminal.screen()}")
        waits.append(at - account.sent[letter])
    return waits


class Watched(Terminal):
    """A program in a pty of which is known when each time of day was first shown."""

    CLOCK = re.compile("[0-2][0-9]:[0-5][0-9]:[0-5][0-9][.][0-9]{3}")

    def __init__(self, command, endpoint, size=(40, 120)):
        self.grid, self.shown = Grid(*size), {}
        super().__init__(command, endpoint, size)

    def note(self, data):
        at = time.time()
        for row in self.grid.feed(data):
            for clock in self.CLOCK.findall(self.grid.row(row)):
                self.shown.setdefault(clock, at)


def stream(binary, minutes):
    sim = subprocess.Popen([binary, "sim", "crash-loop", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE)
    told = json.loads(sim.stdout.readline())
    endpoint, group = told["endpoint"], "/ecs/checkout"
    try:
        pane = Watched([binary, told["stack"]], endpoint)
        pane.wait(0, b"STUCK", limit=60)
        time.sleep(3)
        # All lines of the group: those of tasks that serve come all the time.
        for key in b"4", b"z", b"i", b"\x15", b"filter ispresent(@message)", b"\r":
            os.write(pane.master, key)
            time.sleep(0.5)
        follower = Watched([binary, "logs", group, "--follow"], endpoint)
        time.sleep(10)
        began = time.time()
        time.sleep(minutes * 60)
        ended = time.time()
        time.sleep(5)
        put = [event for event in events(endpoint, group, began) if event["ingestionTime"] < ended * 1000]
        for name, terminal in ("the console's logs pane", pane), ("unstuck logs --follow", follower):
            # Lines of one millisecond are shown together: the first of them counts.
            waits, lacking = [], []
            for shown, came in {clock(event): event["ingestionTime"] / 1000 for event in reversed(put)}.items():
                at = terminal.shown.get(shown)
                waits.append(at - came) if at else lacking.append(shown)
            if lacking:
                rows = "\n".join(map(terminal.grid.row, range(40)))
                sys.exit(f"{name}: {len(lacking)} never shown: {lacking[:5]}\n{rows}")
            words(f"{name}: from put to its glyph", waits)
            terminal.end()
    finally:
        sim.terminate()
        sim.wait()


def clock(event):
    ms = event["timestamp"]
    return time.strftime("%H:%M:%S", time.gmtime(ms // 1000)) + f".{ms % 1000:03}"


def events(endpoint, group, since):
    """What FilterLogEvents tells; the simulated account asks for no signature."""
    found, token = [], None
    while True:
        asked = {"logGroupName": group, "startTime": int(since * 1000)} | ({"nextToken": token} if token else {})
        headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "Logs_20140328.FilterLogEvents"}
        request = urllib.request.Request(endpoint, json.dumps(asked).encode(), headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            told = json.load(answer)
        found += told["events"]
        token = told.get("nextToken")
        if not token:
            return found


def serve(binary, rate, length, pipe):
    account = Account(binary, Source(rate, length))
    pipe.send((account.endpoint, account.stack))
    pipe.recv()
    account.source.end()
    time.sleep(2)
    pipe.send((account.source.count(), account.source.streamed, account.history))
    pipe.recv()
    account.end()


def load(binary, a):
    pipe, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(binary, a.rate, a.length, theirs), daemon=False)
    server.start()
    endpoint, stack = pipe.recv()
    terminal = console(binary, endpoint, stack)
    resident, waits, over = [], {"following": [], "scrolled": []}, threading.Event()
    threading.Thread(target=watch, args=(terminal.pid, resident, over), daemon=True).start()
    began, before = time.monotonic(), cpu(terminal.pid)
    half = a.minutes * 30
    keys(terminal, waits["following"], began + half)
    os.write(terminal.master, b"kkk")
    time.sleep(0.3)
    keys(terminal, waits["scrolled"], began + 2 * half)
    share = (cpu(terminal.pid) - before) / (time.monotonic() - began)
    os.write(terminal.master, b"f")
    pipe.send("end")
    there, streamed, histories = pipe.recv()
    over.set()
    # Whatever is still being read behind the stream comes to its end.
    time.sleep(20)
    screen = terminal.screen()
    dropped = re.search(r"(\d+) older not kept", screen)
    kept = re.findall(r"(\d+) of (\d+)", screen)
    dropped, kept = int(dropped[1]) if dropped else 0, int(kept[-1][1]) if kept else 0
    print(f"{a.rate} lines a second of {a.length} bytes for {a.minutes} minutes: {there} lines, {streamed} streamed,"
          f" {histories} calls of FilterLogEvents")
    for name, seconds in waits.items():
        words(f"key to its answer, {name}", seconds)
    mib = [kib / 1024 for kib in resident]
    print(f"resident: most {max(mib):.0f} MiB, at the end {mib[-1]:.0f}; the mark {a.budget * 1.2:.0f}")
    print(f"share of a core: {share * 100:.0f} %")
    print(f"on the screen: {dropped} not kept and {kept} kept are {dropped + kept}; "
          f"{there - dropped - kept} unaccounted for")
    for line in screen.splitlines():
        if "late ones" in line or "missing" in line:
            print("said:", line.strip())
    pipe.send("leave")
    terminal.end()
    server.join()


def keys(terminal, waits, until):
    turn = 0
    while time.monotonic() < until:
        letter = LETTERS[turn % len(LETTERS)].encode()
        os.write(terminal.master, b"/")
        time.sleep(0.05)
        waits.append(terminal.press(letter, letter))
        # An escape is told from a sequence by when the next byte comes.
        os.write(terminal.master, b"\x1b")
        time.sleep(0.15)
        waits.append(terminal.press(b"?", *HELP))
        os.write(terminal.master, b"q")
        time.sleep(0.05)
        turn += 1


def watch(pid, resident, over):
    while not over.wait(1):
        with open(f"/proc/{pid}/status") as lines:
            resident.append(next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")))


def cpu(pid):
    with open(f"/proc/{pid}/stat") as line:
        fields = line.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("binary")
    options.add_argument("what", choices=["glyphs", "load", "stream"])
    options.add_argument("--lines", type=int, default=300)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--rate", type=int, default=20_000)
    options.add_argument("--length", type=int, default=300)
    options.add_argument("--budget", type=float, default=256)
    a = options.parse_args()
    binary = os.path.abspath(a.binary)
    if a.what == "glyphs":
        glyphs(binary, a.lines)
    elif a.what == "stream":
        stream(binary, a.minutes)
    else:
        load(binary, a)


if __name__ == "__main__":
    main()
