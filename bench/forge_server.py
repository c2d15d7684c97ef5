#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A GitHub on loopback for bench/forge.sh, whose every answer takes its time.

usage: forge_server.py SCENARIOS LATENCY_MS

Prints its port and serves until its standard input ends. Each project o/NAME is the one of the scenario reader-none, with the commits
and changes of reader-ruleset a hundred times: as much as GitHub sends.
"""
import asyncio
import json
import os
import sys

SCENARIOS, LATENCY = sys.argv[1], float(sys.argv[2]) / 1000
NODES = 100


def load(name):
    with open(os.path.join(SCENARIOS, "github", name, "exchanges.json"), encoding="utf-8") as file:
        return {entry["request"]: entry for entry in json.load(file)}


def target_of(script):
    return script["POST /graphql"]["body"]["data"]["repository"]["defaultBranchRef"]["target"]


def fill(target, model):
    commits, changes = model["history"]["nodes"], model["changes"]["nodes"]
    target["history"]["nodes"] = [dict(commits[i % 2], oid=f"{i + 1:040x}") for i in range(NODES)]
    target["changes"]["nodes"] = []
    for i in range(NODES):
        change = json.loads(json.dumps(changes[0]))
        change["associatedPullRequests"]["nodes"][0]["number"] = i + 1
        target["changes"]["nodes"].append(change)


SCRIPT = load("reader-none")
fill(target_of(SCRIPT), target_of(load("reader-ruleset")))
ANSWERS = {request: (entry.get("status", 200), entry.get("response_headers", {}), json.dumps(entry.get("body")))
           for request, entry in SCRIPT.items()}


def answer(method, path, body):
    """Finds the answer for o/r, and makes it one for the project that was asked for."""
    if method == "POST":
        name = json.loads(body)["variables"]["name"]
    else:
        name = path.split("/")[3]
        path = path.replace(f"/repos/o/{name}", "/repos/o/r", 1)
    status, headers, text = ANSWERS.get(f"{method} {path}", (404, {}, '{"message": "Not Found"}'))
    payload = text.replace("o/r", f"o/{name}").encode()
    lines = [f"HTTP/1.1 {status} X", "content-type: application/json", f"content-length: {len(payload)}"]
    lines += [f"{key}: {value}" for key, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + payload


async def serve(reader, writer):
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            method, path, _ = head.split("\r\n", 1)[0].split(" ")
            length = next((int(line.split(":")[1]) for line in head.split("\r\n")
                           if line.lower().startswith("content-length:")), 0)
            body = await reader.readexactly(length)
            await asyncio.sleep(LATENCY)
            writer.write(answer(method, path, body))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionResetError):
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
