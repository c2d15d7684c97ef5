#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Makes the signed objects and the trust anchors of signatures/ anew, with throw-away keys that are deleted at the end. Needs git, gpg,
# ssh-keygen and openssl. The tests name no key, but take the expected ones from signatures/keys.
set -eu

out=$(cd "$(dirname "$0")" && pwd)/signatures
work=$(mktemp -d)
trap 'gpgconf --homedir "$work/gnupg" --kill all; rm -rf "$work"' EXIT
mkdir -m 700 "$work/gnupg"
mkdir -p "$out"
rm -f "$out"/*

export GNUPGHOME="$work/gnupg" TZ=UTC LC_ALL=C GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME='Ada Assayer' GIT_AUTHOR_EMAIL=ada@example.org
export GIT_COMMITTER_NAME='Ada Assayer' GIT_COMMITTER_EMAIL=ada@example.org

# at TIME ARGUMENTS...: gpg with its clock set
at() {
    time=$1
    shift
    gpg --batch --quiet --no-tty --yes --pinentry-mode loopback --passphrase '' --faked-system-time "$time!" "$@" 2>/dev/null
}
fingerprint() { gpg --batch --with-colons --list-keys "$1" 2>/dev/null | awk -F: -v n="$2" '$1 == "fpr" && ++i == n {print $10; exit}'; }

for person in ada roy eve rex sam; do
    algorithm=ed25519
    [ $person = roy ] && algorithm=rsa2048
    at 20200101T000000 --quick-generate-key "$person <$person@example.org>" $algorithm sign never
done
at 20200101T000000 --quick-generate-key 'sue <sue@example.org>' ed25519 cert never
at 20200101T000000 --quick-add-key "$(fingerprint sue 1)" ed25519 sign never

git init -q --bare "$work/repo"
cd "$work/repo"
tree=$(git hash-object -w -t tree --stdin </dev/null)

# commit NAME DATE GPG-TIME KEY: a commit signed with OpenPGP
commit() {
    cat >"$work/gpg" <<GPG
#!/bin/sh
exec gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' --faked-system-time "$3!" "\$@"
GPG
    chmod +x "$work/gpg"
    id=$(echo "A commit" | GIT_AUTHOR_DATE="$2" GIT_COMMITTER_DATE="$2" git -c gpg.program="$work/gpg" commit-tree -S"$4" "$tree")
    git cat-file commit "$id" >"$out/$1"
}
march=2020-03-01T12:00:00Z
july=2020-07-01T12:00:00Z
commit openpgp $march 20200301T120000 ada@example.org
commit openpgp-rsa $march 20200301T120000 roy@example.org
commit openpgp-subkey $march 20200301T120000 sue@example.org
commit openpgp-stranger $march 20200301T120000 sam@example.org
commit openpgp-before-expiry $march 20200301T120000 eve@example.org
commit openpgp-after-expiry $july 20200701T120000 eve@example.org
commit openpgp-revoked $march 20200301T120000 rex@example.org
cat >"$work/gpg" <<GPG
#!/bin/sh
exec gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' --faked-system-time 20200301T120000! "\$@"
GPG
GIT_COMMITTER_DATE=$march git -c gpg.program="$work/gpg" tag -f -u ada@example.org -m 'A tag' v1 "$tree" >/dev/null
git cat-file tag v1 >"$out/tag-openpgp"
id=$(echo "A commit" | GIT_AUTHOR_DATE=$march GIT_COMMITTER_DATE=$march git commit-tree "$tree")
git cat-file commit "$id" >"$out/unsigned"

# header NAME ARMOUR: the unsigned commit with a signature put in by hand
header() {
    awk -v file="$2" '{print} /^committer / {lead = "gpgsig "; while ((getline line < file) > 0) {print lead line; lead = " "}}' \
        "$out/unsigned" >"$out/$1"
}
at 20200301T120000 -u ada@example.org -u roy@example.org --armor --detach-sign -o "$work/two" "$out/unsigned"
header openpgp-two "$work/two"
at 20200301T120000 -u ada@example.org --armor --compress-level 0 --sign -o "$work/inline" "$out/unsigned"
header openpgp-message "$work/inline"
sed 's/PGP MESSAGE/PGP SIGNATURE/' "$work/inline" >"$work/disguised"
header openpgp-disguised "$work/disguised"
at 20200301T120000 -u ada@example.org --armor --local-user ada@example.org --sig-notation 'note@example.org=x' --default-sig-expire 20200401T000000 \
    --detach-sign -o "$work/short" "$out/unsigned"
header openpgp-expired-signature "$work/short"

# The trust anchors: ada, roy, sue; eve, who expired in June; rex, who was revoked. Not sam.
at 20200201T000000 --quick-set-expire "$(fingerprint eve 1)" 20200601T000000
sed 's/^:-----/-----/' "$GNUPGHOME/openpgp-revocs.d/$(fingerprint rex 1).rev" | at 20200401T000000 --import
gpg --batch --armor --export ada roy sue eve rex >"$out/keyring.asc"

for person in ada bob eve rex sam; do
    ssh-keygen -q -t ed25519 -N '' -C $person -f "$work/ssh_$person"
done
ssh-keygen -q -t ecdsa -N '' -C ann -f "$work/ssh_ann"
public() { cut -d' ' -f1,2 "$work/ssh_$1.pub"; }
cat >"$out/allowed_signers" <<SIGNERS
# who may sign
bob@example.org,builder@example.org namespaces="git" $(public bob)

*@corp.example.org $(public ann)
ada@example.org valid-after="20200601" $(public ada)
eve@example.org valid-before="20200601" $(public eve)
rex@example.org namespaces="file,email" $(public rex)
SIGNERS

# ssh_commit NAME DATE PERSON
ssh_commit() {
    id=$(echo "A commit" | GIT_AUTHOR_DATE="$2" GIT_COMMITTER_DATE="$2" git -c gpg.format=ssh commit-tree -S"$work/ssh_$3" "$tree")
    git cat-file commit "$id" >"$out/$1"
}
ssh_commit ssh $march bob
ssh_commit ssh-ecdsa $march ann
ssh_commit ssh-stranger $march sam
ssh_commit ssh-not-yet-valid $march ada
ssh_commit ssh-before-expiry $march eve
ssh_commit ssh-after-expiry $july eve
ssh_commit ssh-not-for-git $march rex
ssh-keygen -q -Y sign -f "$work/ssh_bob" -n file <"$out/unsigned" >"$work/file"
header ssh-other-namespace "$work/file"
GIT_COMMITTER_DATE=$march git -c gpg.format=ssh tag -f -u "$work/ssh_bob" -m 'A tag' v1 "$tree" >/dev/null
git cat-file tag v1 >"$out/tag-ssh"

openssl req -x509 -newkey rsa:2048 -nodes -subj '/CN=ada' -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
openssl cms -sign -binary -in "$out/unsigned" -signer "$work/cert.pem" -inkey "$work/key.pem" -outform PEM 2>/dev/null |
    sed 's/ CMS-/ SIGNED MESSAGE-/' >"$work/x509"
header x509 "$work/x509"

{
    for person in ada roy sam eve rex; do echo "openpgp-$person $(fingerprint $person 1)"; done
    echo "openpgp-sue $(fingerprint sue 2)"
    for person in ada bob eve rex sam ann; do echo "ssh-$person $(ssh-keygen -lf "$work/ssh_$person.pub" | cut -d' ' -f2)"; done
} >"$out/keys"
