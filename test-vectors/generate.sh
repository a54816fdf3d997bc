#!/usr/bin/env bash
# Makes openssl/*.json with the OpenSSL command line alone, so that nothing of this repository vouches for itself.
# The keys under keys/ are kept: signatures are deterministic and must come out the same every time. OAEP is
# randomised, so a new run gives new ciphertexts of the same plaintexts.
# Usage: bash test-vectors/generate.sh        Needs openssl 3 and node (only to write JSON).
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p keys openssl certificates
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
[ -f keys/cubic.private.pem ] || openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3 -out keys/cubic.private.pem
key cubic 2048
[ -f keys/ec.private.pem ] || openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out keys/ec.private.pem
openssl pkey -in keys/ec.private.pem -pubout -out keys/ec.public.pem
[ -f keys/pss.private.pem ] || openssl genpkey -quiet -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out keys/pss.private.pem
openssl pkey -in keys/pss.private.pem -pubout -out keys/pss.public.pem
openssl pkey -in keys/merchant.private.pem -traditional -out keys/merchant.pkcs1.pem
openssl rsa -in keys/merchant.private.pem -RSAPublicKey_out -out keys/merchant.pkcs1-public.pem 2>/dev/null
# Encrypted keys, certificates and PKCS#12 files are made once: their salts, serial numbers and dates are random. The
# passphrase is always "example", but for one file.
once() { # FILE COMMAND…: makes a file that is not there yet; the command writes to it
  [ -f "$1" ] || "${@:2}" -out "$1" 2>/dev/null
}
once keys/merchant.encrypted.pem openssl pkcs8 -topk8 -in keys/merchant.private.pem -v2 aes-256-cbc -passout pass:example
once keys/merchant.encrypted-sha512.pem openssl pkcs8 -topk8 -in keys/merchant.private.pem -v2 aes-128-cbc -v2prf hmacWithSHA512 -passout pass:example
once keys/merchant.encrypted-pbes1.pem openssl pkcs8 -topk8 -in keys/merchant.private.pem -v1 PBE-SHA1-3DES -passout pass:example
once keys/merchant.encrypted-scrypt.pem openssl pkcs8 -topk8 -in keys/merchant.private.pem -scrypt -passout pass:example
once keys/merchant.encrypted-slow.pem openssl pkcs8 -topk8 -in keys/merchant.private.pem -iter 1000000 -passout pass:example
once keys/merchant.encrypted-aes256.pkcs1.pem openssl rsa -in keys/merchant.private.pem -traditional -aes256 -passout pass:example
once keys/merchant.encrypted-des3.pkcs1.pem openssl rsa -in keys/merchant.private.pem -traditional -des3 -passout pass:example
once keys/merchant.encrypted-fast.pem openssl pkcs8 -topk8 -in keys/merchant.private.pem -iter 1 -passout pass:example
once keys/merchant.encrypted-unicode.pem openssl pkcs8 -topk8 -in keys/merchant.private.pem -v2 aes-256-cbc -passout pass:密码
once keys/merchant.encrypted-unicode.pkcs1.pem openssl rsa -in keys/merchant.private.pem -traditional -aes256 -passout pass:密码
once keys/ec.encrypted.pem openssl pkcs8 -topk8 -in keys/ec.private.pem -v2 aes-256-cbc -passout pass:example
once keys/ec.sec1.pem openssl ec -in keys/ec.private.pem

certificate() { # NAME KEY SERIAL SUBJECT [OPTION…]
  once "certificates/$1.pem" openssl req -x509 -new -utf8 -key "keys/$2.private.pem" -days 3650 -set_serial "$3" -subj "$4" "${@:5}"
}
encoding() { printf '[req]\ndistinguished_name=dn\nstring_mask=%s\n[dn]\n' "$1" >"$work/encoding.cnf"; }
merchant_subject='/CN=1900007291/O=微信商户系统/OU=杭州示例有限公司/C=CN/L=Hangzhou'
certificate merchant merchant 0x408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB "$merchant_subject"
certificate high-bit merchant 0xF44F1A2B3C4D5E6F708192A3B4C5D6E7F8091A2B /CN=example
certificate leading-zero merchant 0x044F1A2B3C4D5E6F708192A3B4C5D6E7F8091A2B /CN=example
certificate one merchant 1 /CN=example
certificate inner-zeros merchant 0x4F004F /CN=example
certificate seventh-bit merchant 0x7F /CN=example
certificate century merchant 1 /CN=example -days 36500
certificate ec ec 0x4F /CN=example
certificate pss pss 0x4F /CN=example
certificate special merchant 1 '/CN=a\, "b"\; <c> =d/O=#hash /OU=x+L=y/1.2.3.4=z/emailAddress=a@example.com'
encoding MASK:0x800
certificate bmp merchant 1 /CN=浙江 -config "$work/encoding.cnf"
encoding MASK:0x4
certificate teletex merchant 1 /CN=é -config "$work/encoding.cnf"
if [ ! -f certificates/version1.pem ]; then
  openssl req -new -key keys/merchant.private.pem -subj /CN=example -out "$work/request.csr"
  once certificates/version1.pem openssl x509 -req -in "$work/request.csr" -signkey keys/merchant.private.pem -set_serial 2 -days 3650
fi

pkcs12() { # NAME OPTION…: the merchant's key and certificate
  once "certificates/$1.p12" openssl pkcs12 -export -passout pass:example -name 'Tenpay Certificate' "${@:2}"
}
both=(-inkey keys/merchant.private.pem -in certificates/merchant.pem)
pkcs12 rc2 "${both[@]}" -legacy
pkcs12 3des "${both[@]}" -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1
pkcs12 aes "${both[@]}"
pkcs12 aes-sha1 "${both[@]}" -macalg sha1
pkcs12 no-mac "${both[@]}" -nomac
pkcs12 plain "${both[@]}" -keypbe NONE -certpbe NONE
pkcs12 chain "${both[@]}" -certfile certificates/ec.pem
pkcs12 slow "${both[@]}" -iter 1000000
# One round of key derivation, for tests that read thousands of them.
pkcs12 aes-fast "${both[@]}" -iter 1
pkcs12 rc2-fast "${both[@]}" -legacy -iter 1
# As WeChat Pay makes it: a later -passout, the merchant number, wins.
pkcs12 merchant "${both[@]}" -legacy -passout pass:1900007291
pkcs12 certificate-only -nokeys -in certificates/merchant.pem
pkcs12 key-only -nocerts -inkey keys/merchant.private.pem
pkcs12 ec -inkey keys/ec.private.pem -in certificates/ec.pem
once certificates/merchant-bag.pem openssl pkcs12 -in certificates/rc2.p12 -legacy -nokeys -passin pass:example

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
