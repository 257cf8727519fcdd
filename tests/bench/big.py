#!/usr/bin/env python3
"""The console over the biggest simulated account: how soon the first right verdict is there, how long keys wait.

    big.py BINARY [--runs N] [--watch SECONDS]

Starts `BINARY sim big` and the console in a pty of 120x40 against it. The first verdict counts from fork until the
failing line's own word is on the terminal. The simulator's own answers are timed apart: one run goes through a proxy
that writes down every request up to the verdict; then the same requests are sent straight to the simulator, each as
soon as those are answered that it waited for, by this script alone. Keys are pressed one after the other all the time,
from the first frame on and while watching: a letter typed into a filter waits until it is on the terminal, help opened
until it is drawn."""
import argparse, fcntl, http.client, http.server, json, os, pty, select, signal, socketserver, statistics, struct
import subprocess, sys, termios, threading, time
from figures import words
from urllib.parse import urlsplit

STACK, WORD = "shop-everything", b"worker-60"
# Words of the help and of nothing else on the screen; one of them at least changes every cell it covers.
HELP = b"everywhere", b"Previous", b"Leave", b"Ask AWS"
LETTERS = "ⴰⴱⴲⴳⴴⴵⴶⴷⴸⴹ"


class Console:
    def __init__(self, binary, endpoint):
        env = dict(HOME="/nonexistent", TERM="xterm-256color", PATH="/usr/bin:/bin", AWS_ENDPOINT_URL=endpoint,
                   AWS_REGION="eu-west-1", AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b", LANG="C.UTF-8")
        self.began = time.perf_counter()
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.execve(binary, [binary, STACK], env)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.seen = b""
        self.verdict = None

    def wait(self, *words, limit=20):
        """Reads on from what is there now until one of the words is; seconds it took."""
        began, place = time.perf_counter(), len(self.seen)
        while True:
            if self.verdict is None and WORD in self.seen:
                self.verdict = time.perf_counter() - self.began
            if any(word in self.seen[place:] for word in words):
                return time.perf_counter() - began
            left = began + limit - time.perf_counter()
            if left <= 0 or not select.select([self.master], [], [], left)[0]:
                sys.exit(f"{words} never came; last: {self.seen[-2000:]!r}")
            self.seen += os.read(self.master, 65536)

    def press(self, keys, *words):
        os.write(self.master, keys)
        return self.wait(*words)

    def end(self):
        os.kill(self.pid, signal.SIGTERM)
        try:
            while os.read(self.master, 65536):
                pass
        except OSError:  # the other end is closed
            pass
        os.waitpid(self.pid, 0)
        os.close(self.master)


class Proxy(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """Hands every request on and writes it down with when it came and when its answer was there."""
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, endpoint):
        super().__init__(("127.0.0.1", 0), Handler)
        self.to, self.log, self.lock = urlsplit(endpoint).netloc, [], threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        """The console has left in the middle of an answer."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
        began = time.perf_counter()
        status, kind, answer = send(self.server.to, self.path, headers, body)
        with self.server.lock:
            self.server.log.append((began, time.perf_counter(), self.path, headers, body))
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def send(to, path, headers, body, connection=None):
    connection = connection or http.client.HTTPConnection(to, timeout=20)
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.getheader("content-type", ""), answer.read()


def replay(endpoint, calls):
    """Seconds the simulator alone takes over these calls, each sent when those it waited for are answered."""
    to, done = urlsplit(endpoint).netloc, [threading.Event() for _ in calls]
    connections = [http.client.HTTPConnection(to, timeout=20) for _ in calls]
    for connection in connections:
        connection.connect()

    def one(place):
        began, _, path, headers, body = calls[place]
        for other, (_, ended, *_rest) in enumerate(calls):
            if ended < began:
                done[other].wait()
        send(to, path, headers, body, connections[place])
        done[place].set()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(calls))]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def key_times(console, seconds):
    """Presses keys for so long; how long each waited for its frame."""
    times, until, turn = [], time.monotonic() + seconds, 0
    while time.monotonic() < until:
        letter = LETTERS[turn % len(LETTERS)].encode()
        os.write(console.master, b"/")
        times.append(console.press(letter, letter))
        # Closed with keys that mean nothing together: an escape is told from a sequence by when the next byte comes.
        os.write(console.master, b"\x7f\r")
        times.append(console.press(b"?", *HELP))
        os.write(console.master, b"q")
        turn += 1
    return times


def main():
    options = argparse.ArgumentParser()
    options.add_argument("binary")
    options.add_argument("--runs", type=int, default=10)
    options.add_argument("--watch", type=float, default=30)
    a = options.parse_args()
    binary = os.path.abspath(a.binary)
    sim = subprocess.Popen([binary, "sim", "big", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE)
    try:
        endpoint = json.loads(sim.stdout.readline())["endpoint"]
        proxy = Proxy(endpoint)
        console = Console(binary, f"http://127.0.0.1:{proxy.server_port}")
        console.wait(WORD)
        with proxy.lock:
            calls = sorted(proxy.log, key=lambda call: call[0])
        console.end()
        alone = [replay(endpoint, calls) for _ in range(a.runs)]
        words(f"the simulator's own answers, {len(calls)} calls", alone)
        verdicts = []
        for _ in range(a.runs):
            console = Console(binary, endpoint)
            console.wait(WORD)
            verdicts.append(console.verdict)
            console.end()
        words("first right verdict", verdicts)
        print(f"ratio of the medians: {statistics.median(verdicts) / statistics.median(alone):.2f}")
        console = Console(binary, endpoint)
        console.wait(b"stack events")
        os.write(console.master, b"2")
        words("key to frame, the first 3 s", key_times(console, 3))
        words(f"key to frame, watching for {a.watch:.0f} s", key_times(console, a.watch))
        print(f"first right verdict with keys pressed: {(console.verdict or 0) * 1000:.1f} ms")
        console.end()
    finally:
        sim.terminate()
        sim.wait()


main()
