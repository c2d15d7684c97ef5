#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A small HTTPS server of git repositories on loopback, for tests/evidence/clone_https.c.

usage: git_server.py FOLDER CERTIFICATE KEY

Prints its port and serves until its standard input ends. /git/NAME is FOLDER/NAME by `git http-backend`; the other first
segments misbehave, as RULES says.
"""
import http.server
import os
import ssl
import subprocess
import sys
import threading

FOLDER, CERTIFICATE, KEY = sys.argv[1:4]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, headers, body=b""):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        if self.headers.get("Transfer-Encoding", "") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        chunks = []
        while True:
            size = int(self.rfile.readline().strip(), 16)
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
            if size == 0:
                return b"".join(chunks)

    def backend(self, path):
        path, _, query = path.partition("?")
        done = subprocess.run(
            ["git", "http-backend"], input=self.body(), stdout=subprocess.PIPE, check=True,
            env={"PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": FOLDER, "GIT_HTTP_EXPORT_ALL": "1",
                 "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "PATH_INFO": path,
                 "QUERY_STRING": query, "REQUEST_METHOD": self.command,
                 "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                 "CONTENT_TYPE": self.headers.get("Content-Type", "")})
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        headers = [tuple(line.split(": ", 1)) for line in head.decode().split("\r\n")]
        status = int(dict(headers).get("Status", "200").split()[0])
        return status, [(name, value) for name, value in headers if name != "Status"], body

    def git(self, rest):
        self.answer(*self.backend("/" + rest))

    def moved(self, rest):
        self.answer(301, [("Location", f"https://localhost:{self.server.server_port}/git/{rest}")])

    def elsewhere(self, rest):
        self.answer(302, [("Location", f"https://127.0.0.1:{self.server.server_port}/git/{rest}")])

    def plain(self, rest):
        self.answer(302, [("Location", f"http://localhost:{self.server.server_port}/git/{rest}")])

    def loop(self, rest):
        self.answer(302, [("Location", f"https://localhost:{self.server.server_port}/loop/{rest}")])

    def password(self, _):
        self.answer(401, [("WWW-Authenticate", 'Basic realm="x"')])

    def page(self, _):
        self.answer(200, [("Content-Type", "text/html")], b"<html></html>")

    def cut(self, rest):
        """Breaks off in the middle of the pack."""
        if self.command == "GET":
            return self.git(rest)
        _, headers, body = self.backend("/" + rest)
        self.send_response(200)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:len(body) // 2])
        self.close_connection = True

    def silent(self, _):
        """Takes the request, tells the test so, and answers nothing until that is over."""
        print("silent", flush=True)
        OVER.wait()
        self.close_connection = True

    RULES = {"git": git, "moved": moved, "elsewhere": elsewhere, "plain": plain, "loop": loop,
             "password": password, "page": page, "cut": cut, "silent": silent}

    def do_GET(self):
        rule, _, rest = self.path.lstrip("/").partition("/")
        if rule in self.RULES:
            self.RULES[rule](self, rest)
        else:
            self.answer(404, [])

    do_POST = do_GET


OVER = threading.Event()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(CERTIFICATE, KEY)
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
OVER.set()
