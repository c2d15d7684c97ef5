#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds docs/forges.md to what the scenarios show and to what the program says.

usage: docs.py HALLMARK [--update]

Between the lines <!-- made by tests/forge/docs.py: NAME --> and <!-- end --> stands what this makes: tables of settings from the files
`expected` of tests/forge/scenarios, and the program's own lines, from running it against server.py. Ends with 1 where the file says
otherwise; with --update it is written anew.
"""
import difflib
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
DOCS = os.path.join(HERE, "..", "..", "docs", "forges.md")

# Who asks, by the scenario that shows it.
TABLES = {
    "github": [
        ("anonymous, ruleset", "anonymous-ruleset"),
        ("anonymous, classic rule", "anonymous-classic"),
        ("reader, ruleset", "reader-ruleset"),
        ("reader, classic rule", "reader-classic"),
        ("writer, classic rule", "writer-classic"),
        ("Actions token, ruleset", "actions-ruleset"),
        ("administrator", "admin-classic"),
        ("owner", "owner-2fa-required"),
    ],
    "gitlab": [
        ("anonymous", "anonymous-protected"),
        ("Reporter", "reader-settings-hidden"),
        ("Developer", "developer-may-push"),
        ("Maintainer, Free", "maintainer-free"),
        ("Maintainer, Premium", "maintainer-all-on"),
        ("Owner, Premium", "owner-push-rule-untouched"),
    ],
    "forgejo": [
        ("anonymous", "anonymous-protected-forgejo"),
        ("anonymous, Gitea", "anonymous-protected-gitea-1.24"),
        ("reader", "reader-protected"),
        ("writer", "writer-may-push"),
        ("administrator", "admin-all-on"),
        ("administrator, Gitea", "admin-gitea-1.24-all-on"),
    ],
}

API_PATHS = {"github": "", "gitlab": "/api/v4", "forgejo": "/api/v1"}
HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "forgejo": "codeberg.org"}

# What goes wrong with a token, by the scenario in which it does.
TROUBLES = [
    ("missing", "github", None),
    ("missing", "gitlab", None),
    ("missing", "forgejo", None),
    ("wrong, revoked or expired", "github", "reader-bad-token"),
    ("wrong or revoked", "gitlab", "reader-token-refused"),
    ("expired", "gitlab", "reader-token-expired"),
    ("wrong, revoked or expired", "forgejo", "reader-token-refused"),
    ("too weak: may not see the rule", "github", "reader-hidden"),
    ("too weak: lacks the scope", "gitlab", "reader-scope-too-weak"),
    ("too weak: lacks the scope", "forgejo", "reader-scope-too-weak"),
    ("rate limited", "github", "reader-rate-limited"),
    ("rate limited", "gitlab", "reader-rate-limited"),
    ("rate limited", "forgejo", "reader-rate-limited"),
]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def scenario(forge, name):
    return os.path.join(HERE, "scenarios", forge, name)


def facts_of(forge, name):
    """The settings in the order of `expected`: those of the first branch, and those of the project."""
    facts = {}
    n_branches = 0
    for line in read(os.path.join(scenario(forge, name), "expected")).splitlines():
        n_branches += line.startswith("branch ")
        key, colon, value = line.strip().partition(": ")
        if key.startswith(("signature ", "change ")):
            key = "signatures" if key.startswith("signature ") else "merged changes"
            facts[key] = "yes"
        elif colon and key not in ("default branch", "security policy url", "changes", "token class", "renamed to") \
                and not (line.startswith("  ") and n_branches > 1):
            facts[key] = re.sub(r" \[[^]]*\]$", "", value)
    return facts


def table(forge):
    columns = [(role, facts_of(forge, name)) for role, name in TABLES[forge]]
    keys = list(dict.fromkeys(key for _, facts in columns for key in facts if key != "requests"))
    reasons = []

    def cell(value):
        why = re.fullmatch(r"unknown \((.*)\)", value)
        if why is None:
            return re.sub(r", free: 0$", "", value)
        reason = re.sub(r"; this token's role is \w+$", "", why.group(1))
        if reason not in reasons:
            reasons.append(reason)
        return f"? ({reasons.index(reason) + 1})"

    lines = ["| setting | " + " | ".join(role for role, _ in columns) + " |", "|---|" + "---|" * len(columns)]
    for key in [*keys, "requests"]:
        lines.append(f"| {key} | " + " | ".join(cell(facts.get(key, "-")) for _, facts in columns) + " |")
    lines.append("")
    lines += [f"{i}. {reason}" for i, reason in enumerate(reasons, 1)]
    return "\n".join(lines)


def git(folder, *arguments):
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", folder, *arguments], check=True,
                   stdout=subprocess.DEVNULL)


def start_server(script):
    return subprocess.Popen([sys.executable, os.path.join(HERE, "server.py"), script], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, encoding="utf-8")


def run(hallmark, place, forge, name):
    """What a scan of Branch-Protection prints, with the forge's own address in the place of the server's."""
    settings = {"project": "group/project" if forge == "gitlab" else "o/r"}
    arguments = []
    server = None
    if name is not None:
        folder = scenario(forge, name)
        settings |= dict(line.split("=", 1) for line in read(os.path.join(folder, "arguments")).splitlines())
        server = start_server(os.path.join(folder, "exchanges.json"))
        port = server.stdout.readline().strip()
        token = os.path.join(place, "token")
        with open(token, "w", encoding="utf-8") as file:
            file.write(settings["token"])
        arguments = [f"--forge={forge}", f"--api=http://127.0.0.1:{port}{API_PATHS[forge]}", f"--token-file={token}"]
    repository = os.path.join(place, "repository")
    git(repository, "remote", "set-url", "origin", f"https://{HOSTS[forge]}/{settings['project']}.git")
    found = subprocess.run([hallmark, "scan", "--check=branch-protection", "--no-cache", "--max-wait=0", *arguments, repository],
                           env={"PATH": os.environ["PATH"], "HOME": place, "SOURCE_DATE_EPOCH": "1795000000"},
                           encoding="utf-8", capture_output=True, check=False)
    if server is not None:
        server.communicate()
    return found.returncode, found.stdout + found.stderr


def unwrapped(text):
    """Paragraphs as one line each, but for the table's."""
    out = []
    for line in text.splitlines():
        if out and out[-1] and line.startswith("  ") and not re.match(r"  \d\. ", line):
            out[-1] += " " + line.strip()
        else:
            out.append(line.strip())
    return out


def trouble(hallmark, place, title, forge, name):
    code, text = run(hallmark, place, forge, name)
    wanted = re.compile(r"hallmark: |Branch-Protection  |No forge was asked|Asked |1\. look")
    lines = [re.sub(r"  +", "  ", line) for line in unwrapped(text) if wanted.match(line)]
    shown = "\n".join(f"    {line}" for line in lines).replace("127.0.0.1", "api.github.com" if forge == "github" else HOSTS[forge])
    shown = re.sub(r"(rate limit until) [-0-9: ]+ UTC", r"\1 12:05 UTC", shown)
    return f"**{title}**, {HOSTS[forge]}, exit status {code}:\n\n{shown}"


def troubles(hallmark):
    with tempfile.TemporaryDirectory() as place:
        repository = os.path.join(place, "repository")
        os.mkdir(repository)
        git(repository, "init", "-q", "-b", "main")
        git(repository, "commit", "-q", "--allow-empty", "-m", "start")
        git(repository, "remote", "add", "origin", "https://github.com/o/r.git")
        return "\n\n".join(trouble(hallmark, place, *row) for row in TROUBLES)


def main(hallmark, *options):
    made = {name: table(name) for name in TABLES} | {"troubles": troubles(os.path.abspath(hallmark))}
    old = read(DOCS)
    new = re.sub(r"(<!-- made by tests/forge/docs\.py: (\w+) -->\n).*?(<!-- end -->)",
                 lambda match: f"{match[1]}\n{made.pop(match[2])}\n\n{match[3]}", old, flags=re.DOTALL)
    if made:
        print(f"docs/forges.md lacks {', '.join(made)}")
        return 1
    if "--update" in options:
        with open(DOCS, "w", encoding="utf-8") as file:
            file.write(new)
        return 0
    difference = list(difflib.unified_diff(old.splitlines(), new.splitlines(), "docs/forges.md", "what is so", lineterm=""))
    print("\n".join(difference), end="\n" if difference else "")
    return 1 if difference else 0


sys.exit(main(*sys.argv[1:]))
