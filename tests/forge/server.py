#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A forge on loopback that answers from a script and holds its caller to it.

usage: server.py EXCHANGES.json
       server.py [--tls CERTIFICATE KEY | --proxy CERTIFICATE KEY]

Prints its port, serves until its standard input ends, then prints what went against the script, one complaint a line. Without a
script, each line of its standard input is the path of one, which it answers from until an empty line comes: then the complaints are
printed, and an empty line. With --tls it speaks TLS, as "localhost"; with --proxy it is a proxy that says it is each host that it is
asked to CONNECT to, and speaks TLS as such.

EXCHANGES.json is an array of
  {"request": "GET /repos/o/r?page=2",      the method and the exact path with its query
   "times": 1,                              how often it must be asked for; "any": never, or as often as one likes
   "headers": {"authorization": "Bearer x"}, headers that must be there so
   "absent": ["authorization"],             headers that must not be there
   "connection": 1,                         the number of the connection that it must come on, from 1
   "connections": 3,                        how many connections there may have been by then
   "body_contains": ["..."],                texts that the request's body must hold
   "status": 200, "response_headers": {}, "body": {}, or "body_text": "", or "body_file": "x.json", or "body_repeat": ["ab", 9]
   "delay_ms": 0,                           before the answer
   "encoding": "gzip",                      the body is sent so
   "hang_up": true,                         the connection ends without an answer
   "cut_after": 100}                        the connection breaks after that many bytes of the body
Several entries with one request answer in turn. The "headers" and "absent" of a file every.json beside the script's folder hold for
each of its requests. "{origin}" in headers and bodies is the server's own origin, "{now+60}" the time in
60 seconds, in seconds since the epoch.
"""
import gzip
import http.server
import json
import os
import re
import ssl
import sys
import threading
import time

class Entry:
    def __init__(self, raw):
        self.raw = raw
        self.times = raw.get("times", 1)
        self.asked = 0

    def has_room(self):
        return self.times == "any" or self.asked < self.times


class Script:
    def __init__(self, path):
        self.folder = os.path.dirname(path)
        self.lock = threading.Lock()
        self.over = threading.Event()
        self.complaints = []
        self.connections = {}
        with open(path, encoding="utf-8") as file:
            self.entries = [Entry(raw) for raw in json.load(file)]
        every = os.path.join(self.folder, os.pardir, "every.json")
        self.every = {}
        if os.path.exists(every):
            with open(every, encoding="utf-8") as file:
                self.every = json.load(file)

    def complain(self, text):
        with self.lock:
            self.complaints.append(text)

    def find(self, line):
        """The first entry of that request that still has room."""
        with self.lock:
            for entry in self.entries:
                if entry.raw["request"] == line and entry.has_room():
                    entry.asked += 1
                    return entry
        return None

    def number_of(self, connection):
        with self.lock:
            return self.connections.setdefault(connection, len(self.connections) + 1)

    def end(self):
        self.over.set()
        for entry in self.entries:
            if entry.times != "any" and entry.asked != entry.times:
                self.complain(f"{entry.raw['request']}: asked {entry.asked} times, wanted {entry.times}")
        return self.complaints


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *arguments):
        pass

    def expand(self, text):
        text = text.replace("{origin}", f"http://127.0.0.1:{self.server.server_port}")
        return re.sub(r"\{now\+(\d+)\}", lambda m: str(int(time.time()) + int(m.group(1))), text)

    def check(self, script, entry, line, body):
        raw = entry.raw
        number = script.number_of(self)
        if number != raw.get("connection", number):
            script.complain(f"{line}: came on connection {number}, wanted {raw['connection']}")
        if number > raw.get("connections", number):
            script.complain(f"{line}: came on connection {number}, wanted {raw['connections']} at most")
        for name, wanted in (script.every.get("headers", {}) | raw.get("headers", {})).items():
            found = self.headers.get(name)
            if found != self.expand(wanted):
                script.complain(f"{line}: header {name}: {found!r}, wanted {wanted!r}")
        for name in script.every.get("absent", []) + raw.get("absent", []):
            if self.headers.get(name) is not None:
                script.complain(f"{line}: header {name} is there: {self.headers.get(name)!r}")
        for text in raw.get("body_contains", []):
            if text not in body:
                script.complain(f"{line}: the body lacks {text!r}: {body!r}")

    def body_of(self, script, raw):
        if "body_text" in raw:
            return self.expand(raw["body_text"]).encode("utf-8", "surrogateescape")
        if "body_hex" in raw:
            return bytes.fromhex(raw["body_hex"])
        if "body_repeat" in raw:
            text, times = raw["body_repeat"]
            return text.encode() * times
        if "body_file" in raw:
            with open(os.path.join(script.folder, raw["body_file"]), encoding="utf-8") as file:
                return self.expand(file.read()).encode()
        if "body" in raw:
            return self.expand(json.dumps(raw["body"])).encode()
        return b""

    def answer(self, script, raw):
        status = raw.get("status", 200)
        body = self.body_of(script, raw)
        headers = {"content-type": "application/json; charset=utf-8"}
        headers.update({name.lower(): value for name, value in raw.get("response_headers", {}).items()})
        if raw.get("encoding") == "gzip":
            body = gzip.compress(body)
            headers["content-encoding"] = "gzip"
        if status not in (204, 304):
            headers.setdefault("content-length", str(len(body)))
        head = f"HTTP/1.1 {status} {self.responses.get(status, ('Other',))[0]}\r\n"
        for name, value in headers.items():
            for one in value if isinstance(value, list) else [value]:
                if one is not None:
                    head += f"{name}: {self.expand(one)}\r\n"
        cut = raw.get("cut_after")
        if cut is not None:
            body = body[:cut]
            self.close_connection = True
        if status in (204, 304) or self.command == "HEAD":
            body = b""
        self.wfile.write(head.encode("utf-8", "surrogateescape") + b"\r\n" + body)

    def serve(self):
        script = self.server.script
        line = f"{self.command} {self.path}"
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8", "replace")
        entry = script.find(line)
        if entry is None:
            script.complain(f"{line}: not expected" + (f": {body}" if body else ""))
            self.answer(script, {"status": 418, "body": {"message": "not in the script"}})
            return
        self.check(script, entry, line, body)
        if entry.raw.get("delay_ms"):
            script.over.wait(entry.raw["delay_ms"] / 1000)
        if entry.raw.get("hang_up"):
            self.close_connection = True
            return
        try:
            self.answer(script, entry.raw)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def connect(self):
        self.serve()
        if self.server.tunnel is not None:
            self.connection = self.server.tunnel.wrap_socket(self.connection, server_side=True)
            self.rfile = self.connection.makefile("rb")
            self.wfile = self.connection.makefile("wb")

    do_GET = serve
    do_POST = serve
    do_PUT = serve
    do_HEAD = serve
    do_CONNECT = connect


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A client that turns away is the client's affair."""

    daemon_threads = True
    request_queue_size = 64
    script = None
    tunnel = None  # the TLS that is spoken after a CONNECT


def serve_one(server):
    sys.stdin.read()
    print("\n".join(server.script.end()), end="", flush=True)


def serve_each(server):
    for line in sys.stdin:
        path = line.rstrip("\n")
        if path:
            server.script = Script(path)
            print("ready", flush=True)
        else:
            print("".join(complaint.replace("\n", " ") + "\n" for complaint in server.script.end()), flush=True)


def main(arguments):
    server = Server(("127.0.0.1", 0), Handler)
    mode = arguments[0] if arguments[:1] in (["--tls"], ["--proxy"]) else None
    if mode is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(arguments[1], arguments[2])
        if mode == "--proxy":
            server.tunnel = context
        else:
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    elif arguments:
        server.script = Script(arguments[0])
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    print(server.server_port, flush=True)
    (serve_each if server.script is None else serve_one)(server)


main(sys.argv[1:])
