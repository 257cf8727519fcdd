#!/usr/bin/env python3
"""How long the console takes to its first frame, what memory it has then, and what it costs to idle.

    startup.py BINARY [--runs N] [--idle SECONDS] [-- ARGUMENTS]

Starts BINARY in a pty of 120x40 against an endpoint on loopback that accepts and never answers, so that nothing but
the program itself is measured. First frame: from fork to the first byte drawn after entering the alternate screen.
Memory: of other runs, whose output is stopped once the alternate screen is entered, so that the program stands still
in the write of its first frame while its peak is read, however busy the machine is."""
import argparse, fcntl, os, pty, select, signal, socket, statistics, struct, sys, termios, time


def silent_endpoint():
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(64)
    return server, f"http://127.0.0.1:{server.getsockname()[1]}"


def start(argv, env):
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    pid = os.fork()
    if pid == 0:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for number in range(3):
            os.dup2(slave, number)
        os.closerange(3, 256)
        os.execve(argv[0], argv, env)
    return pid, master, slave


def read_until(master, what):
    seen = b""
    while True:
        ready, _, _ = select.select([master], [], [], 10)
        if not ready:
            sys.exit(f"no frame came: {seen!r}")
        seen += os.read(master, 65536)
        if what(seen):
            return seen


def first_frame(argv, env):
    began = time.perf_counter()
    pid, master, slave = start(argv, env)
    os.close(slave)
    read_until(master, lambda seen: b"unstuck" in seen.partition(b"\x1b[?1049h")[2])
    return time.perf_counter() - began, pid, master


def memory_then(argv, env):
    pid, master, slave = start(argv, env)
    seen = read_until(master, lambda seen: b"\x1b[?1049h" in seen)
    termios.tcflow(slave, termios.TCOOFF)
    if b"unstuck" in seen or select.select([master], [], [], 0)[0]:
        # The frame was out before its output could be stopped.
        termios.tcflow(slave, termios.TCOON)
        os.close(slave)
        end(pid, master)
        return memory_then(argv, env)
    until = time.monotonic() + 10
    while "tty_write" not in waiting_in(pid) and time.monotonic() < until:
        time.sleep(0.01)
    peak = status(pid, "VmHWM")
    termios.tcflow(slave, termios.TCOON)
    os.close(slave)
    end(pid, master)
    return peak


def waiting_in(pid):
    """Where in the kernel it waits; readable for one's own processes by root, else a moment has to do."""
    try:
        with open(f"/proc/{pid}/stack") as stack:
            return stack.read()
    except OSError:
        time.sleep(0.5)
        return "tty_write"


def status(pid, key):
    with open(f"/proc/{pid}/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(key))


def cpu(pid):
    with open(f"/proc/{pid}/stat") as line:
        fields = line.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def drain(master, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if select.select([master], [], [], max(0, until - time.monotonic()))[0]:
            try:
                os.read(master, 65536)
            except OSError:  # the other end is closed
                return


def end(pid, master):
    os.kill(pid, signal.SIGTERM)
    drain(master, 0.2)
    os.waitpid(pid, 0)
    os.close(master)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("binary")
    options.add_argument("--runs", type=int, default=30)
    options.add_argument("--idle", type=float, default=30)
    options.add_argument("arguments", nargs="*", default=["some-stack"])
    a = options.parse_args()
    server, endpoint = silent_endpoint()
    env = dict(HOME="/nonexistent", TERM="xterm-256color", PATH="/usr/bin:/bin", AWS_ENDPOINT_URL=endpoint,
               AWS_REGION="eu-west-1", AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b")
    argv = [os.path.abspath(a.binary), *a.arguments]
    times, memory = [], []
    for _ in range(a.runs):
        took, pid, master = first_frame(argv, env)
        times.append(took * 1000)
        end(pid, master)
        memory.append(memory_then(argv, env))
    times.sort()
    print(f"first frame: median {statistics.median(times):.1f} ms, fastest {times[0]:.1f}, slowest {times[-1]:.1f}"
          f" ({a.runs} runs)")
    print(f"peak memory then: median {statistics.median(memory) / 1024:.1f} MiB, most {max(memory) / 1024:.1f}")
    _, pid, master = first_frame(argv, env)
    drain(master, 5)
    before, began = cpu(pid), time.monotonic()
    drain(master, a.idle)
    share = (cpu(pid) - before) / (time.monotonic() - began) * 100
    print(f"idle: {share:.2f} % of a core over {a.idle:.0f} s, {status(pid, 'VmRSS') / 1024:.1f} MiB resident")
    end(pid, master)
    server.close()


main()
