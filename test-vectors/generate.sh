#!/usr/bin/env bash
# Makes openssl/*.json with the OpenSSL command line alone, so that nothing of this repository vouches for itself.
# The keys under keys/ are kept: signatures are deterministic and must come out the same every time. OAEP is
# randomised, so a new run gives new ciphertexts of the same plaintexts.
# Usage: bash test-vectors/generate.sh        Needs openssl 3 and node (only to write JSON).
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p keys openssl
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

key() { # NAME BITS: an RSA key pair, made once
  [ -f "keys/$1.private.pem" ] || openssl genpkey -quiet -algorithm RSA -pkeyopt "rsa_keygen_bits:$2" -out "keys/$1.private.pem"
  openssl pkey -in "keys/$1.private.pem" -pubout -out "keys/$1.public.pem"
}
key merchant 2048
key platform 2048
key stranger 2048
key large 3072
key small 1024
[ -f keys/ec.private.pem ] || openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out keys/ec.private.pem
openssl pkey -in keys/ec.private.pem -pubout -out keys/ec.public.pem
[ -f keys/pss.private.pem ] || openssl genpkey -quiet -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out keys/pss.private.pem
openssl pkey -in keys/pss.private.pem -pubout -out keys/pss.public.pem
openssl pkey -in keys/merchant.private.pem -traditional -out keys/merchant.pkcs1.pem
openssl rsa -in keys/merchant.private.pem -RSAPublicKey_out -out keys/merchant.pkcs1-public.pem 2>/dev/null
[ -f keys/merchant.encrypted.pem ] || openssl pkcs8 -topk8 -in keys/merchant.private.pem -v2 aes-256-cbc -passout pass:example -out keys/merchant.encrypted.pem
[ -f keys/merchant.certificate.pem ] || openssl req -x509 -new -key keys/merchant.private.pem -days 3650 -subj '/CN=example' -out keys/merchant.certificate.pem

sign() { openssl dgst -sha256 -sign "keys/$1.private.pem" "$2" | base64 -w0; } # KEY FILE
encrypt() { # KEY FILE [DIGEST]
  openssl pkeyutl -encrypt -pubin -inkey "keys/$1.public.pem" -in "$2" \
    -pkeyopt rsa_padding_mode:oaep -pkeyopt "rsa_oaep_md:${3:-sha1}" -pkeyopt "rsa_mgf1_md:${3:-sha1}" | base64 -w0
}
flip() { node -e 'const b = Buffer.from(process.argv[1], "base64"); b[b.length >> 1] ^= 1; process.stdout.write(b.toString("base64"))' "$1"; }
# FILE KEY=VALUE…: appends one JSON object; @path takes a file's content.
row() {
  node -e '
    const fs = require("fs")
    const [file, ...pairs] = process.argv.slice(1)
    const entries = pairs.map((pair) => {
      const at = pair.indexOf("="), value = pair.slice(at + 1)
      const text = value[0] === "@" ? fs.readFileSync(value.slice(1), "utf8") : value
      return [pair.slice(0, at), text === "true" ? true : text === "false" ? false : text]
    })
    fs.appendFileSync(file, JSON.stringify(Object.fromEntries(entries)) + "\n")' "$@"
}
finish() { # ROWS TARGET ORIGIN
  node -e '
    const fs = require("fs")
    const [rows, target, origin] = process.argv.slice(1)
    const vectors = fs.readFileSync(rows, "utf8").trim().split("\n").map((line) => JSON.parse(line))
    fs.writeFileSync(target, JSON.stringify({ origin, license: "MIT", vectors }, null, 2) + "\n")' "$@"
}

# Signatures: plain messages, and the messages of a request, an answer and a notification; each with negative twins.
body='{"resp_code":"000000","resp_desc":"成功","auth_code":"A1"}'
notification='{"id":"EV-1","event_type":"TRANSACTION.SUCCESS","resource":{"algorithm":"AEAD_AES_256_GCM"}}'
printf '' >"$work/empty"
printf 'a' >"$work/one byte"
printf '变更资格：张三\n' >"$work/Chinese text"
head -c 10000 /dev/zero | tr '\0' 'x' >"$work/10000 bytes"
printf 'POST\n/v3/gov/subsidy/zhejiang/qualifications/alter\n1700000000\n0123456789ABCDEF0123456789ABCDEF\n{"cate_code":"A01"}\n' >"$work/request"
printf 'GET\n/v3/certificates?algorithm_type=RSA\n1700000000\n0123456789ABCDEF0123456789ABCDEF\n\n' >"$work/request without body"
printf '1700000000\nabcdefghijklmnopqrstuvwxyz012345\n%s\n' "$body" >"$work/answer"
printf '1700000000\nabcdefghijklmnopqrstuvwxyz012345\n\n' >"$work/answer without body"
printf '1700000000\nabcdefghijklmnopqrstuvwxyz012345\n%s\n' "$notification" >"$work/notification"
for name in 'empty' 'one byte' 'Chinese text' '10000 bytes' 'request' 'request without body' 'answer' 'answer without body' 'notification'; do
  for key in merchant large; do
    signature=$(sign $key "$work/$name")
    row "$work/signatures" "name=$name, $key key" "key=$key" "message=@$work/$name" "signature=$signature" valid=true
    row "$work/signatures" "name=$name, $key key, one bit flipped" "key=$key" "message=@$work/$name" "signature=$(flip "$signature")" valid=false
  done
  row "$work/signatures" "name=$name, signed by another key" key=merchant "message=@$work/$name" "signature=$(sign stranger "$work/$name")" valid=false
done
sha1=$(openssl dgst -sha1 -sign keys/merchant.private.pem "$work/request" | base64 -w0)
pss=$(openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sign keys/merchant.private.pem "$work/request" | base64 -w0)
row "$work/signatures" 'name=request, SHA-1 for SHA-256' key=merchant "message=@$work/request" "signature=$sha1" valid=false
row "$work/signatures" 'name=request, PSS for PKCS#1 v1.5' key=merchant "message=@$work/request" "signature=$pss" valid=false
finish "$work/signatures" openssl/signatures.json 'Made by test-vectors/generate.sh: openssl dgst -sha256 -sign'

# Ciphertexts with known plaintexts, each with a negative twin.
head -c 213 /dev/zero | tr '\0' 'a' >"$work/213 bytes"
head -c 214 /dev/zero | tr '\0' 'b' >"$work/214 bytes"
printf '浙江省杭州市西湖区张三' >"$work/Chinese text"
printf '330102199001011234' >"$work/identity number"
for name in 'empty' 'one byte' '213 bytes' '214 bytes' 'Chinese text' 'identity number'; do
  ciphertext=$(encrypt merchant "$work/$name")
  row "$work/ciphertexts" "name=$name" key=merchant "plaintext=@$work/$name" "ciphertext=$ciphertext" valid=true
  row "$work/ciphertexts" "name=$name, one bit flipped" key=merchant "plaintext=@$work/$name" "ciphertext=$(flip "$ciphertext")" valid=false
  row "$work/ciphertexts" "name=$name, for another key" key=merchant "plaintext=@$work/$name" "ciphertext=$(encrypt stranger "$work/$name")" valid=false
done
row "$work/ciphertexts" 'name=identity number, SHA-256 for SHA-1' key=merchant "plaintext=@$work/identity number" "ciphertext=$(encrypt merchant "$work/identity number" sha256)" valid=false
row "$work/ciphertexts" 'name=identity number, 3072-bit key' key=large "plaintext=@$work/identity number" "ciphertext=$(encrypt large "$work/identity number")" valid=true
finish "$work/ciphertexts" openssl/oaep-ciphertexts.json 'Made by test-vectors/generate.sh: openssl pkeyutl -encrypt, OAEP with SHA-1 and MGF1-SHA-1'

# Answers and notifications with their headers, each with negative twins.
message() { # NAME KEY-ID SIGNING-KEY BODY VALID CODE [SIGNED-BODY]
  printf '1700000000\nabcdefghijklmnopqrstuvwxyz012345\n%s\n' "${7-$4}" >"$work/message"
  row "$work/messages" "name=$1" timestamp=1700000000 nonce=abcdefghijklmnopqrstuvwxyz012345 "serial=$2" \
    "signature=$(sign "$3" "$work/message")" "body=$4" "valid=$5" "code=$6"
}
for kind in answer notification; do
  text=$body; [ $kind = notification ] && text=$notification
  message "$kind" PUB_KEY_ID_PLATFORM platform "$text" true ''
  message "$kind, signed by another key" PUB_KEY_ID_PLATFORM stranger "$text" false SIGNATURE_MISMATCH
  message "$kind, under an unknown id" PUB_KEY_ID_STRANGER stranger "$text" false SIGNATURE_KEY_UNKNOWN
  message "$kind, one character of the body changed" PUB_KEY_ID_PLATFORM platform "${text/A/B}" false SIGNATURE_MISMATCH "$text"
  message "$kind, a blank added to the body" PUB_KEY_ID_PLATFORM platform "$text " false SIGNATURE_MISMATCH "$text"
done
message 'answer without body' PUB_KEY_ID_PLATFORM platform '' true ''
message 'answer without body, signed for another' PUB_KEY_ID_PLATFORM platform '' false SIGNATURE_MISMATCH "$body"
finish "$work/messages" openssl/signed-messages.json 'Made by test-vectors/generate.sh: openssl dgst -sha256 -sign'
