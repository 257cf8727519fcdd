#!/usr/bin/env python3
"""From put to shown: how long a log line takes until a tool that follows the group has it on its terminal.

    latency.py UNSTUCK [--awslogs PATH] [--aws PATH] [--lines N] [--server COMMAND]

Starts a server nobody here wrote (moto, whose CloudWatch Logs takes PutLogEvents and has no Live Tail, so that every
tool has to ask), lets each tool follow the same group in a pty of its own, all at the same time, and puts a line at odd
moments. Each tool asks every second, but for `aws logs tail`, which cannot be told to. The console needs a stack to show:
all it asks but for logs is handed on to `unstuck sim`, by a proxy through which every tool asks. Of each tool the median,
the mean and the 90th of 100 are printed, in seconds, and how many times awslogs's median and mean they are.

Each line is another letter, which no other line on the screen has: a terminal is sent only what has changed."""
import argparse, fcntl, http.client, http.server, json, os, pty, random, re, signal, socket, socketserver, statistics, struct
import subprocess, sys, termios, threading, time
from urllib.parse import urlsplit

GROUP = "/ecs/checkout"
LETTERS = [chr(code) for code in range(0x4E00, 0x5800)]


class Tool:
    """A program in a pty, and when each marker was first seen on it."""

    def __init__(self, name, command, env):
        self.name, self.seen, self.text = name, {}, b""
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, env)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while True:
            try:
                data = os.read(self.master, 65536)
            except OSError:
                return
            at, self.text = time.perf_counter(), self.text[-20_000:] + data
            # A letter may have come in two parts.
            new = self.text[-len(data) - 3:]
            for letter in re.findall("[一-埿]", new.decode(errors="ignore")):
                self.seen.setdefault(ord(letter) - ord(LETTERS[0]), at)

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("unstuck")
    parser.add_argument("--awslogs", default="awslogs")
    parser.add_argument("--aws", default="aws")
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--server", default="moto_server")
    given = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    endpoint = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([given.server, "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    env = dict(os.environ, AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b", AWS_REGION="eu-west-1",
               AWS_DEFAULT_REGION="eu-west-1", AWS_ENDPOINT_URL=endpoint, TERM="xterm-256color", AWS_PAGER="", LANG="C.UTF-8", PYTHONUTF8="1",
               AWS_EC2_METADATA_DISABLED="true")
    sim = subprocess.Popen([given.unstuck, "sim", "crash-loop", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL)
    told = json.loads(sim.stdout.readline())
    both = Both(told["endpoint"], endpoint)
    try:
        measure(given, endpoint, env, (both, told["stack"]))
    finally:
        sim.kill()
        server.kill()


class Both(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """Logs of one server, everything else of another."""
    daemon_threads = True

    def __init__(self, usual, logs):
        super().__init__(("127.0.0.1", 0), Handler)
        self.usual, self.logs = urlsplit(usual).netloc, urlsplit(logs).netloc
        self.endpoint, self.streams = f"http://127.0.0.1:{self.server_port}", []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        """Whoever asked has left in the middle of an answer."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.headers.get("x-amz-target", "").endswith("StartLiveTail"):
            # Only the console names streams.
            self.server.streams = self.server.streams or json.loads(body).get("logStreamNamePrefixes", [])
        to = self.server.logs if self.headers.get("x-amz-target", "").startswith("Logs_") else self.server.usual
        connection = http.client.HTTPConnection(to, timeout=20)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
        connection.request("POST", self.path, body, headers)
        answer = connection.getresponse()
        told = answer.read()
        self.send_response(answer.status)
        self.send_header("content-type", answer.getheader("content-type", ""))
        self.send_header("content-length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_):
        pass


def measure(given, endpoint, env, stack):
    import boto3
    logs = boto3.client("logs", endpoint_url=endpoint, region_name="eu-west-1", aws_access_key_id="a",
                        aws_secret_access_key="b")
    for _ in range(100):
        try:
            logs.create_log_group(logGroupName=GROUP)
            break
        except Exception:
            time.sleep(0.2)
    both, name = stack
    env = dict(env, AWS_ENDPOINT_URL=both.endpoint)
    console = Tool("unstuck, its logs pane", [given.unstuck, name], env)
    time.sleep(5)
    # The logs pane alone on the screen, following the lines of the stack.
    for key in b"4", b"z", b"L":
        os.write(console.master, key)
        time.sleep(0.5)
    began = time.perf_counter()
    while not both.streams:
        if time.perf_counter() - began > 20:
            sys.exit("the pane never followed anything")
        time.sleep(0.1)
    # It follows the streams of the tasks that failed.
    logs.create_log_stream(logGroupName=GROUP, logStreamName=both.streams[0])
    put(logs, both.streams[0], 0)
    tools = [
        console,
        Tool("unstuck logs --follow", [given.unstuck, "logs", GROUP, "--follow", "--since", "5m"], env),
        Tool("awslogs get --watch -i 1", [given.awslogs, "get", GROUP, "ALL", "--watch", "--watch-interval", "1", "-s",
                                          "5m", "--aws-endpoint-url", both.endpoint], env),
        Tool("aws logs tail --follow", [given.aws, "--endpoint-url", both.endpoint, "logs", "tail", GROUP, "--follow",
                                        "--since", "5m"], env),
    ]
    began = time.perf_counter()
    while not all(0 in tool.seen for tool in tools):
        if time.perf_counter() - began > 60:
            for tool in tools:
                print(tool.name, tool.text[-500:])
            sys.exit("a tool never showed the first line")
        time.sleep(0.1)
    dice, sent = random.Random(7), {}
    for number in range(1, min(given.lines + 1, len(LETTERS))):
        time.sleep(dice.uniform(0.6, 1.9))
        sent[number] = time.perf_counter()
        put(logs, both.streams[0], number)
    time.sleep(12)
    print(f"{'':26}{'median':>8}{'mean':>8}{'p90':>8}{'lost':>6}{'median':>10}{'mean':>8}  times awslogs")
    waits = {tool.name: sorted(tool.seen[n] - sent[n] for n in sent if n in tool.seen) for tool in tools}
    beside = waits[tools[2].name]
    for tool in tools:
        mine = waits[tool.name]
        middle, mean = statistics.median(mine), statistics.mean(mine)
        print(f"{tool.name:26}{middle:8.2f}{mean:8.2f}{mine[len(mine) * 9 // 10]:8.2f}{len(sent) - len(mine):6}"
              f"{middle / statistics.median(beside):10.2f}{mean / statistics.mean(beside):8.2f}")
        tool.end()


def put(logs, stream, number):
    event = {"timestamp": int(time.time() * 1000), "message": LETTERS[number] * 8}
    logs.put_log_events(logGroupName=GROUP, logStreamName=stream, logEvents=[event])


main()
