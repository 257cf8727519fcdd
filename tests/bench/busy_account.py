"""An account whose log says as much as one wishes, which no account of AWS's can: Live Tail stops at 500 lines a second.

Everything but a log's lines is answered by `unstuck sim`, to which it is handed on. StartLiveTail sends updates of 500
lines at most, as AWS's do, but as many a second as it takes; FilterLogEvents pages through the same lines as AWS does,
a megabyte or 10,000 lines an answer, and each answer takes a tenth of a second."""
import http.client, http.server, json, socketserver, struct, subprocess, threading, time, zlib
from urllib.parse import urlsplit

UPDATE, PAGE_LINES, PAGE_BYTES, ANSWER = 500, 10_000, 1 << 20, 0.1
STREAM = "checkout/app/0123456789abcdef0123456789abcdef"


def header(name, value):
    name, value = name.encode(), value.encode()
    return bytes([len(name)]) + name + b"\x07" + struct.pack(">H", len(value)) + value


def frame(kind, body):
    headers = header(":message-type", "event") + header(":event-type", kind)
    headers += header(":content-type", "application/json")
    head = struct.pack(">II", 16 + len(headers) + len(body), len(headers))
    whole = head + struct.pack(">I", zlib.crc32(head)) + headers + body
    return whole + struct.pack(">I", zlib.crc32(whole))


class Source:
    """Lines by their number: line n is of n / rate seconds after the first."""

    def __init__(self, rate, length):
        self.rate, self.length, self.began, self.ended = rate, length, None, None
        words = "payload of an order that was taken, priced, packed and sent on its way; " * 20
        self.fill = [words[n:] + words[:n] for n in range(0, 70, 7)]
        self.streamed = 0
        self.marks = []

    def start(self):
        self.began = self.began or time.time()

    def end(self):
        self.ended = time.time()

    def count(self):
        """Lines there are by now."""
        if self.began is None:
            return 0
        return int(((self.ended or time.time()) - self.began) * self.rate)

    def at(self, n):
        return int((self.began + n / self.rate) * 1000)

    def message(self, n):
        level = "ERROR" if n % 100_000 == 99_999 else "info"
        head = f"{level} {n:010d} "
        return head + self.fill[n % 10][:self.length - len(head)]


class Account(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, binary, source, scenario="crash-loop"):
        super().__init__(("127.0.0.1", 0), Handler)
        self.sim = subprocess.Popen([binary, "sim", scenario, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                    stderr=subprocess.DEVNULL)
        told = json.loads(self.sim.stdout.readline())
        self.to, self.stack, self.source = urlsplit(told["endpoint"]).netloc, told["stack"], source
        self.endpoint = f"http://127.0.0.1:{self.server_port}"
        self.history, self.mark, self.sent = 0, None, {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def put(self, glyph):
        """Has the session say one line now; when it was sent is noted."""
        self.mark = glyph

    def end(self):
        self.sim.terminate()
        self.sim.wait()

    def handle_error(self, *_):
        """Whoever asked has left in the middle of an answer."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        action = self.headers.get("x-amz-target", "").rpartition(".")[2]
        if action == "StartLiveTail":
            self.stream(json.loads(body))
        elif action == "FilterLogEvents":
            self.page(json.loads(body))
        else:
            self.hand_on(body)

    def hand_on(self, body):
        connection = http.client.HTTPConnection(self.server.to, timeout=20)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
        connection.request("POST", self.path, body, headers)
        answer = connection.getresponse()
        self.answer(answer.status, answer.getheader("content-type", ""), answer.read())

    def answer(self, status, kind, body):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def page(self, asked):
        """Lines of FilterLogEvents, whose token is the number of the next one."""
        source = self.server.source
        self.server.history += 1
        time.sleep(ANSWER)
        count = source.count()
        first = int(asked.get("nextToken") or 0)
        if not asked.get("nextToken") and source.began is not None:
            first = max(0, int((asked.get("startTime", 0) / 1000 - source.began) * source.rate))
        end = min(count, first + min(PAGE_LINES, PAGE_BYTES // (source.length + 26)))
        if asked.get("logStreamNames") and STREAM not in asked["logStreamNames"]:
            first = end = count
        events = [{"eventId": f"{n:056d}", "logStreamName": STREAM, "timestamp": source.at(n),
                   "ingestionTime": source.at(n), "message": source.message(n)} for n in range(first, end)]
        answer = {"events": events, "searchedLogStreams": []}
        if end < count:
            answer["nextToken"] = str(end)
        self.answer(200, "application/x-amz-json-1.1", json.dumps(answer).encode())

    def stream(self, asked):
        server, source = self.server, self.server.source
        group = asked["logGroupIdentifiers"][0].split(":log-group:")[1]
        self.send_response(200)
        self.send_header("content-type", "application/vnd.amazon.eventstream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        self.chunk(frame("initial-response", b"{}"))
        self.chunk(frame("sessionStart", b'{"sessionId":"s","requestId":"r"}'))
        source.start()
        told, spoke = source.count(), time.time()
        source.streamed = told
        where = f'{{"logGroupIdentifier":"123456789012:{group}","logStreamName":"{STREAM}"'
        while True:
            time.sleep(0.002 if source.rate == 0 else 0.02)
            now, mark = time.time(), server.mark
            if mark is not None:
                server.mark = None
                ms = int(now * 1000)
                row = f'{where},"message":"{mark}","timestamp":{ms},"ingestionTime":{ms}}}'
                server.sent[mark] = time.perf_counter()
                self.update([row])
                spoke = now
            while (end := min(source.count(), told + UPDATE)) > told:
                self.update([f'{where},"message":"{source.message(n)}","timestamp":{source.at(n)},'
                             f'"ingestionTime":{source.at(n)}}}' for n in range(told, end)])
                told, spoke = end, now
                source.streamed = told
            if now - spoke > 1:
                self.update([])
                spoke = now

    def update(self, rows):
        body = '{"sessionMetadata":{"sampled":false},"sessionResults":[' + ",".join(rows) + "]}"
        self.chunk(frame("sessionUpdate", body.encode()))

    def chunk(self, data):
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def log_message(self, *_):
        pass
