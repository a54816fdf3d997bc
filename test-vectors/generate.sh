#!/usr/bin/env bash
# Makes vectors/*/openssl.json with the OpenSSL command line alone, so that nothing of this repository vouches for itself.
# The keys under keys/ are kept: signatures are deterministic and must come out the same every time. OAEP is
# randomised, so a new run gives new ciphertexts of the same plaintexts.
# Usage: bash test-vectors/generate.sh        Needs openssl 3 and node (only to write JSON).
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p keys certificates forms
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

# Forms of the merchant's key files that are no plain PEM, and damaged ones; the base64 is that of the whole PEM file.
openssl pkey -in keys/merchant.private.pem -outform DER -out forms/merchant.private.der
openssl pkey -pubin -in keys/merchant.public.pem -outform DER -out forms/merchant.public.der
sed 's/$/\r/' keys/merchant.private.pem >forms/merchant.private.crlf
sed 's/$/\r/' keys/merchant.public.pem >forms/merchant.public.crlf
base64 -w0 keys/merchant.private.pem >forms/merchant.private.base64
head -n 12 keys/merchant.private.pem >forms/merchant.private.first-lines
head -c 600 forms/merchant.private.der >forms/merchant.private.half
sed 5d keys/merchant.public.pem >forms/merchant.public.line-missing

sign() { openssl dgst -sha256 -sign "keys/$1.private.pem" "$2" | base64 -w0; } # KEY FILE
encrypt() { # KEY FILE [DIGEST]
  openssl pkeyutl -encrypt -pubin -inkey "keys/$1.public.pem" -in "$2" \
    -pkeyopt rsa_padding_mode:oaep -pkeyopt "rsa_oaep_md:${3:-sha1}" -pkeyopt "rsa_mgf1_md:${4:-${3:-sha1}}" | base64 -w0
}
flip() { node -e 'const b = Buffer.from(process.argv[1], "base64"); b[b.length >> 1] ^= 1; process.stdout.write(b.toString("base64"))' "$1"; }
# KIND COMMENT PATH=VALUE…: appends a vector, whose id is made of its comment. A path has dots; =@file takes a file's
# content, as base64 where it is no UTF-8; := takes JSON, of which null takes a member away.
row() {
  node -e '
    const fs = require("fs")
    const [file, kind, comment, ...pairs] = process.argv.slice(1)
    const slug = comment.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "").toLowerCase()
    const vector = { id: `${kind}/${slug}`, comment }
    for (const pair of pairs) {
      const [, path, sign, value] = /^([^=:]+)(:?=)(.*)$/s.exec(pair)
      const names = path.split(".")
      const last = names.pop()
      const place = names.reduce((object, name) => (object[name] ??= {}), vector)
      const readFile = (bytes) => (bytes.toString().includes("\ufffd") ? { base64: bytes.toString("base64") } : bytes.toString())
      place[last] = sign === ":=" ? (JSON.parse(value) ?? undefined) : value[0] === "@" ? readFile(fs.readFileSync(value.slice(1))) : value
    }
    fs.appendFileSync(file, JSON.stringify(vector) + "\n")' "$work/$1" "$@"
}
finish() { # KIND ORIGIN
  mkdir -p "vectors/$1"
  node -e '
    const fs = require("fs")
    const [rows, kind, origin] = process.argv.slice(1)
    const vectors = fs.readFileSync(rows, "utf8").trim().split("\n").map((line) => JSON.parse(line))
    const $schema = `../../schemas/${kind}.schema.json`
    const file = { $schema, kind, origin: `Made by test-vectors/generate.sh: ${origin}`, license: "MIT", vectors }
    fs.writeFileSync(`vectors/${kind}/openssl.json`, JSON.stringify(file, null, 2) + "\n")' "$work/$1" "$@"
}

# Signatures: plain messages, and the messages of a request, a response and a notification; each with negative twins.
body='{"resp_code":"000000","resp_desc":"成功","auth_code":"A1"}'
notification='{"id":"EV-1","event_type":"TRANSACTION.SUCCESS","resource":{"algorithm":"AEAD_AES_256_GCM"}}'
printf '' >"$work/empty"
printf 'a' >"$work/one byte"
printf '变更资格：张三\n' >"$work/Chinese text"
printf '\x00\xff\x80\r\n\xc3' >"$work/bytes that are no UTF-8"
head -c 10000 /dev/zero | tr '\0' 'x' >"$work/10000 bytes"
printf 'POST\n/v3/gov/subsidy/zhejiang/qualifications/alter\n1700000000\n0123456789ABCDEF0123456789ABCDEF\n{"cate_code":"A01"}\n' >"$work/request"
printf 'GET\n/v3/certificates?algorithm_type=RSA\n1700000000\n0123456789ABCDEF0123456789ABCDEF\n\n' >"$work/request without body"
printf '1700000000\nabcdefghijklmnopqrstuvwxyz012345\n%s\n' "$body" >"$work/response"
printf '1700000000\nabcdefghijklmnopqrstuvwxyz012345\n\n' >"$work/response without body"
printf '1700000000\nabcdefghijklmnopqrstuvwxyz012345\n%s\n' "$notification" >"$work/notification"
signature() { # COMMENT KEY FILE SIGNATURE RESULT…
  local private=()
  [[ $5 = result=valid ]] && private=("input.privateKey=keys/$2.private.pem")
  row signatures "$1" "input.publicKey=keys/$2.public.pem" "${private[@]}" "input.message=@$3" "input.signature=$4" "${@:5}"
}
mismatch=(result=invalid reason=SIGNATURE_MISMATCH)
for name in 'empty' 'one byte' 'Chinese text' 'bytes that are no UTF-8' '10000 bytes' 'request' 'request without body' 'response' 'response without body' 'notification'; do
  for key in merchant large; do
    signature=$(sign $key "$work/$name")
    signature "$name, $key key" $key "$work/$name" "$signature" result=valid
    signature "$name, $key key, one bit flipped" $key "$work/$name" "$(flip "$signature")" "${mismatch[@]}"
  done
  signature "$name, signed by another key" merchant "$work/$name" "$(sign stranger "$work/$name")" "${mismatch[@]}"
done
sha1=$(openssl dgst -sha1 -sign keys/merchant.private.pem "$work/request" | base64 -w0)
pss=$(openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sign keys/merchant.private.pem "$work/request" | base64 -w0)
good=$(sign merchant "$work/request")
signature 'request, SHA-1 for SHA-256' merchant "$work/request" "$sha1" "${mismatch[@]}"
signature 'request, PSS for PKCS#1 v1.5' merchant "$work/request" "$pss" "${mismatch[@]}"
signature 'request, signature without its last byte' merchant "$work/request" "$(printf %s "$good" | base64 -d | head -c 255 | base64 -w0)" "${mismatch[@]}"
signature 'request, a zero byte after the signature' merchant "$work/request" "$({ printf %s "$good" | base64 -d; printf '\0'; } | base64 -w0)" "${mismatch[@]}"
signature 'request, no signature' merchant "$work/request" '' "${mismatch[@]}"
signature 'request, signature that is no base64' merchant "$work/request" "***$good" "${mismatch[@]}"
# Blocks that are no PKCS#1 v1.5, signed as they are: a verifier must compare the whole block (RFC 8017 section 8.2.2).
forgery() { # COMMENT BLOCK-HEX
  printf %s "$2" | tr -d ' ' | xxd -r -p >"$work/block"
  local signature
  signature=$(openssl pkeyutl -decrypt -inkey keys/merchant.private.pem -pkeyopt rsa_padding_mode:none -in "$work/block" | base64 -w0)
  signature "request, $1" merchant "$work/request" "$signature" "${mismatch[@]}"
}
bytes() { printf "%0.s$1" $(seq "$2"); } # BYTE-HEX COUNT
hash=$(openssl dgst -sha256 -r "$work/request" | cut -d' ' -f1)
info=3031300d060960864801650304020105000420$hash
forgery 'eight bytes of padding and the rest behind the digest' "0001 $(bytes ff 8) 00 $info $(bytes 00 194)"
forgery 'padding that is not all ones' "0001 $(bytes ff 100) fe $(bytes ff 101) 00 $info"
forgery 'the padding of an encryption' "0002 $(bytes ff 202) 00 $info"
forgery 'no zero between padding and digest' "0001 $(bytes ff 203) $info"
forgery 'the digest alone' "0001 $(bytes ff 221) 00 $hash"
forgery 'lengths in a longer form' "0001 $(bytes ff 201) 00 308131 ${info:4}"
forgery 'the digest of another algorithm' "0001 $(bytes ff 202) 00 ${info:0:28}02${info:30}"
# The signature and the modulus added up: the same number in the arithmetic of RSA, where it fits into as many bytes.
modulus=$(openssl rsa -in keys/merchant.private.pem -noout -modulus | cut -d= -f2)
for number in $(seq 100); do
  printf 'message %s' "$number" >"$work/sum"
  sum=$(node -e 'const [s, n] = [Buffer.from(process.argv[1], "base64").toString("hex"), process.argv[2]].map((hex) => BigInt("0x" + hex)); const sum = (s + n).toString(16); if (sum.length <= 512) process.stdout.write(Buffer.from(sum.padStart(512, "0"), "hex").toString("base64"))' "$(sign merchant "$work/sum")" "$modulus")
  [ -z "$sum" ] || break
done
signature 'the modulus added to the signature' merchant "$work/sum" "$sum" "${mismatch[@]}"
finish signatures 'openssl dgst -sha256 -sign; openssl pkeyutl of blocks that are none'

# Ciphertexts with known plaintexts, each with a negative twin.
head -c 213 /dev/zero | tr '\0' 'a' >"$work/213 bytes"
head -c 214 /dev/zero | tr '\0' 'b' >"$work/214 bytes"
head -c 215 /dev/zero | tr '\0' 'c' >"$work/215 bytes"
for i in $(seq 72); do printf '浙'; done >"$work/72 Chinese characters"
printf '浙江省杭州市西湖区张三' >"$work/Chinese text"
printf '330102199001011234' >"$work/identity number"
ciphertext() { # COMMENT KEY CIPHERTEXT [PLAINTEXT-FILE]: without a plaintext the ciphertext must be refused
  if [ $# = 4 ]; then
    row ciphertexts "$1" "input.privateKey=keys/$2.private.pem" "input.publicKey=keys/$2.public.pem" "input.ciphertext=$3" \
      "output.plaintext=@$4" result=valid
  else
    row ciphertexts "$1" "input.privateKey=keys/$2.private.pem" "input.ciphertext=$3" result=invalid reason=DECRYPTION_FAILED
  fi
}
for name in 'empty' 'one byte' '213 bytes' '214 bytes' 'Chinese text' 'identity number'; do
  ciphertext=$(encrypt merchant "$work/$name")
  ciphertext "$name" merchant "$ciphertext" "$work/$name"
  ciphertext "$name, one bit flipped" merchant "$(flip "$ciphertext")"
  ciphertext "$name, for another key" merchant "$(encrypt stranger "$work/$name")"
done
ciphertext 'identity number, 3072-bit key' large "$(encrypt large "$work/identity number")" "$work/identity number"
ciphertext 'identity number, SHA-256 for SHA-1' merchant "$(encrypt merchant "$work/identity number" sha256)"
ciphertext 'identity number, MGF1 with SHA-256' merchant "$(encrypt merchant "$work/identity number" sha1 sha256)"
ciphertext 'identity number, with a label' merchant "$(openssl pkeyutl -encrypt -pubin -inkey keys/merchant.public.pem -in "$work/identity number" -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha1 -pkeyopt rsa_oaep_label:6d63686964 | base64 -w0)"
ciphertext 'identity number, PKCS#1 v1.5 for OAEP' merchant "$(openssl pkeyutl -encrypt -pubin -inkey keys/merchant.public.pem -in "$work/identity number" | base64 -w0)"
ciphertext 'identity number, first half of it' merchant "$(encrypt merchant "$work/identity number" | base64 -d | head -c 128 | base64 -w0)"
ciphertext 'no ciphertext' merchant ''
ciphertext 'ciphertext that is no base64' merchant '***'
for name in '215 bytes' '72 Chinese characters'; do
  row ciphertexts "$name, more than a 2048-bit key can encrypt" input.publicKey=keys/merchant.public.pem "input.plaintext=@$work/$name" \
    result=invalid reason=INPUT_INVALID
done
finish ciphertexts 'openssl pkeyutl -encrypt, OAEP with SHA-1 and MGF1-SHA-1'

# Responses and notifications with their headers, each with negative twins. Their time is 1700000000, but where said otherwise.
nonce=abcdefghijklmnopqrstuvwxyz012345
message() { # COMMENT KEY-ID SIGNING-KEY BODY-FILE SIGNED-BODY-FILE RESULT [REASON] [PAIR…]: later pairs win
  { printf '1700000000\n%s\n' $nonce; cat "$5"; echo; } >"$work/message"
  local reason=()
  [ -n "${7-}" ] && reason=("reason=$7")
  row signed-messages "$1" input.headers.Wechatpay-Timestamp=1700000000 input.headers.Wechatpay-Nonce=$nonce "input.headers.Wechatpay-Serial=$2" \
    "input.headers.Wechatpay-Signature=$(sign "$3" "$work/message")" "input.body=@$4" input.now:=1700000000 \
    input.keys.PUB_KEY_ID_PLATFORM=keys/platform.public.pem "${@:8}" "result=$6" "${reason[@]}"
}
good() { message "$1" PUB_KEY_ID_PLATFORM platform "$2" "$2" valid '' "${@:3}"; } # COMMENT BODY-FILE [PAIR…]
bad() { message "$1" PUB_KEY_ID_PLATFORM platform "$2" "$2" invalid "$3" "${@:4}"; } # COMMENT BODY-FILE REASON [PAIR…]
printf %s "$body" >"$work/response"
printf %s "$notification" >"$work/notification"
for kind in response notification; do
  text=$work/$kind
  sed s/A/B/ "$text" >"$work/changed"
  { cat "$text"; printf ' '; } >"$work/blank"
  good "$kind" "$text"
  message "$kind, signed by another key" PUB_KEY_ID_PLATFORM stranger "$text" "$text" invalid SIGNATURE_MISMATCH
  message "$kind, under an unknown id" PUB_KEY_ID_STRANGER stranger "$text" "$text" invalid SIGNATURE_KEY_UNKNOWN
  message "$kind, one character of the body changed" PUB_KEY_ID_PLATFORM platform "$work/changed" "$text" invalid SIGNATURE_MISMATCH
  message "$kind, a blank added to the body" PUB_KEY_ID_PLATFORM platform "$work/blank" "$text" invalid SIGNATURE_MISMATCH
done
good 'response without body' "$work/empty"
message 'response without body, signed for another' PUB_KEY_ID_PLATFORM platform "$work/empty" "$work/response" invalid SIGNATURE_MISMATCH
printf '{\r\n  "code": "成功",\r\n  "float": 1.0, "escaped": "\\u5f20\\/"\r\n}\r\n' >"$work/spacing"
printf '{"code":"成功","float":1,"escaped":"张/"}' >"$work/re-encoded"
good 'body with line breaks, spaces and escapes of its own' "$work/spacing"
message 'body parsed and written anew' PUB_KEY_ID_PLATFORM platform "$work/re-encoded" "$work/spacing" invalid SIGNATURE_MISMATCH
{ printf '\xef\xbb\xbf'; cat "$work/response"; } >"$work/mark"
message 'byte order mark before the body, signed without' PUB_KEY_ID_PLATFORM platform "$work/mark" "$work/response" invalid SIGNATURE_MISMATCH
good 'byte order mark before the body, signed with it' "$work/mark"
good 'body of bytes that are no UTF-8' "$work/bytes that are no UTF-8"
good '300 seconds old' "$work/response" input.now:=1700000300
good '300 seconds in the future' "$work/response" input.now:=1699999700
bad '301 seconds old' "$work/response" SIGNATURE_STALE input.now:=1700000301
bad '301 seconds in the future' "$work/response" SIGNATURE_STALE input.now:=1699999699
bad 'a day old' "$work/response" SIGNATURE_STALE input.now:=1700086400
bad 'another timestamp, which is fresh' "$work/response" SIGNATURE_MISMATCH input.headers.Wechatpay-Timestamp=1700000001
bad 'another nonce' "$work/response" SIGNATURE_MISMATCH input.headers.Wechatpay-Nonce=abcdefghijklmnopqrstuvwxyz012346
for name in Timestamp Nonce Serial Signature; do
  bad "no Wechatpay-$name" "$work/response" SIGNATURE_HEADER_MISSING "input.headers.Wechatpay-$name:=null"
  bad "empty Wechatpay-$name" "$work/response" SIGNATURE_HEADER_MISSING "input.headers.Wechatpay-$name="
done
bad 'a timestamp that is no number' "$work/response" SIGNATURE_HEADER_INVALID input.headers.Wechatpay-Timestamp=now
bad 'two timestamps' "$work/response" SIGNATURE_HEADER_INVALID 'input.headers.Wechatpay-Timestamp:=["1700000000","1700000000"]'
bad 'two nonces' "$work/response" SIGNATURE_HEADER_INVALID "input.headers.Wechatpay-Nonce:=[\"$nonce\",\"$nonce\"]"
bad 'a probe of WeChat Pay' "$work/response" SIGNATURE_PROBE "input.headers.Wechatpay-Signature=WECHATPAY/SIGNTEST/$(sign platform "$work/message" | tail -c +20)"
for type in WECHATPAY2-SHA256-RSA2048 WECHATPAY-BRAND-SHA256-RSA2048; do
  good "signature type $type" "$work/response" "input.headers.Wechatpay-Signature-Type=$type"
done
bad 'signature type of SM2' "$work/response" SIGNATURE_TYPE_UNSUPPORTED input.headers.Wechatpay-Signature-Type=WECHATPAY2-SM2-WITH-SM3
# The same by names in lower case, and under the serial number of a platform certificate.
lower="$({ printf '1700000000\n%s\n' $nonce; cat "$work/response"; echo; } >"$work/message"; sign platform "$work/message")"
for id in PUB_KEY_ID_PLATFORM 5157F09EFDC096DE15EBE81A47057A7200000001; do
  row signed-messages "names of headers in lower case, key $id" input.headers.wechatpay-timestamp=1700000000 input.headers.wechatpay-nonce=$nonce \
    "input.headers.wechatpay-serial=$id" "input.headers.wechatpay-signature=$lower" "input.body=@$work/response" input.now:=1700000000 \
    "input.keys.$id=keys/platform.public.pem" result=valid
done
finish signed-messages 'openssl dgst -sha256 -sign'

# Authorization headers. A target and a nonce that end their line, or their place in quotation marks, must be refused.
header() { # COMMENT METHOD TARGET BODY-FILE [PAIR…]: of the merchant 1900007291, or as the pairs say
  { printf '%s\n%s\n1700000000\n0123456789ABCDEF0123456789ABCDEF\n' "$2" "$3"; cat "$4"; echo; } >"$work/message"
  local caller='mchid="1900007291"' scheme=WECHATPAY2-SHA256-RSA2048 who=input.mchid=1900007291
  [[ $3 = /brand/* ]] && caller='brand_id="123456789"' scheme=WECHATPAY-BRAND-SHA256-RSA2048 who=input.brandId=123456789
  local serial=408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB
  row authorization-headers "$1" "$who" input.serialNumber=$serial input.privateKey=keys/merchant.private.pem "input.method=$2" "input.target=$3" \
    input.timestamp:=1700000000 input.nonce=0123456789ABCDEF0123456789ABCDEF "input.body=@$4" \
    "output.authorization=$scheme $caller,nonce_str=\"0123456789ABCDEF0123456789ABCDEF\",signature=\"$(sign merchant "$work/message")\",timestamp=\"1700000000\",serial_no=\"$serial\"" result=valid
}
refused() { # COMMENT PAIR…
  row authorization-headers "$1" input.mchid=1900007291 input.serialNumber=408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB input.privateKey=keys/merchant.private.pem \
    input.method=GET input.target=/v3/certificates input.timestamp:=1700000000 input.nonce=0123456789ABCDEF0123456789ABCDEF input.body= \
    "${@:2}" result=invalid reason=INPUT_INVALID
}
printf '{"cate_code":"A01"}' >"$work/json"
printf '{"description":"Image形象店-深圳腾大-QQ公仔"}' >"$work/Chinese json"
header 'GET without a body' GET '/v3/certificates' "$work/empty"
header 'GET with a query' GET '/v3/pay/transactions/out-trade-no/1217752501201407033233368018?mchid=1900007291' "$work/empty"
header 'GET with a percent-encoded query' GET '/v3/bill/tradebill?bill_date=2026-01-01&bill_type=ALL&name=%E5%BC%A0%20%2B' "$work/empty"
header 'POST' POST '/v3/gov/subsidy/zhejiang/qualifications/alter' "$work/json"
header 'POST with a Chinese body' POST '/v3/pay/transactions/jsapi' "$work/Chinese json"
header 'PATCH' PATCH '/v3/marketing/busifavor/stocks/1' "$work/json"
header 'DELETE' DELETE '/v3/ecommerce/profitsharing/receivers/1' "$work/empty"
header 'a body of bytes that are no UTF-8' POST '/v3/merchant/media/upload' "$work/bytes that are no UTF-8"
header 'a brand that calls for itself' POST '/brand/marketing/product-coupon/notify-configs' "$work/json"
refused 'a merchant number with a quotation mark' 'input.mchid=1",x="'
refused 'a merchant number with a line break' 'input.mchid:="1900007291\n"'
refused 'a serial number with a quotation mark' 'input.serialNumber=A",x="'
refused 'a nonce with a quotation mark' 'input.nonce=a",x="'
refused 'a target with a line break' 'input.target:="/v3/certificates\n1700000000"'
finish authorization-headers 'openssl dgst -sha256 -sign'

# Parameters that open a payment, of the documents' sample order, with the key that is here.
appid=wx2421b1c4370ec43b nonce=593BEC0C930BF1AFEB40B4A08C8FB242 prepay=wx201410272009395522657a690389285100
pay() { # COMMENT TYPE PREPAY-ID [PAIR…]
  local package=prepay_id=$3
  printf '%s\n1554208460\n%s\n%s\n' $appid $nonce "$([ "$2" = app ] && printf %s "$3" || printf %s "$package")" >"$work/message"
  local signed output
  signed=$(sign merchant "$work/message")
  if [ "$2" = app ]; then
    output=(output.appid=$appid output.partnerid=1900007291 "output.prepayid=$3" output.package=Sign=WXPay output.noncestr=$nonce output.timestamp=1554208460 "output.sign=$signed")
  else
    output=(output.timeStamp=1554208460 output.nonceStr=$nonce "output.package=$package" output.signType=RSA "output.paySign=$signed")
    [ "$2" = jsapi ] && output+=("output.appId=$appid")
  fi
  row pay-parameters "$1" "input.type=$2" input.appid=$appid input.mchid=1900007291 "input.prepayId=$3" input.timestamp:=1554208460 input.nonce=$nonce \
    input.privateKey=keys/merchant.private.pem "${output[@]}" result=valid
}
pay 'page in WeChat' jsapi $prepay
pay 'mini program' mini-program $prepay
pay 'app' app $prepay
pay 'page in WeChat, instalments appended to the number' jsapi "$prepay&subsidy_period_type=PERIOD&selected_installment_number=3"
for type in jsapi app; do
  row pay-parameters "$type, a line break in the number" input.type=$type input.appid=$appid input.mchid=1900007291 'input.prepayId:="wx1\nwx2"' \
    input.timestamp:=1554208460 input.nonce=$nonce input.privateKey=keys/merchant.private.pem result=invalid reason=INPUT_INVALID
done
finish pay-parameters 'openssl dgst -sha256 -sign'

# Certificates and PKCS#12 files, as openssl x509 reads them.
read_certificate() { # FILE: pairs of what must be read, and of the key, which is the name of a file in keys/
  local key=merchant
  case $1 in *ec.pem) key=ec ;; *pss.pem) key=pss ;; esac
  date() { TZ=UTC command date -d "$(openssl x509 -in "$2" -noout "$1" | cut -d= -f2)" +%Y-%m-%dT%H:%M:%SZ; }
  printf '%s\n' "output.serialNumber=$(openssl x509 -in "$1" -noout -serial | cut -d= -f2)" \
    "output.notBefore=$(date -startdate "$1")" "output.notAfter=$(date -enddate "$1")" "output.publicKey=keys/$key.public.pem"
}
for file in certificates/*.pem; do
  name=$(basename "$file" .pem) result=valid
  case $name in ec | pss | version1 | merchant-bag | century) result=acceptable ;; esac
  mapfile -t pairs < <(read_certificate "$file")
  row certificates "certificate $name" "input.file=$file" "${pairs[@]}" result=$result
done
serial=$(openssl x509 -in certificates/merchant.pem -noout -serial | cut -d= -f2)
for file in certificates/*.p12; do
  name=$(basename "$file" .p12) password=example result=acceptable
  [ "$name" = merchant ] && password=1900007291 result=valid
  output=("output.serialNumber=$serial" output.publicKey=keys/merchant.public.pem)
  [[ $name = certificate-only || $name = key-only || $name = ec ]] && result=invalid output=(reason=KEY_FORMAT_INVALID)
  row certificates "PKCS#12 $name" "input.file=$file" input.password=$password "${output[@]}" result=$result
done
row certificates 'PKCS#12 merchant, wrong password' input.file=certificates/merchant.p12 input.password=1900007292 result=invalid reason=KEY_FORMAT_INVALID
row certificates 'a public key for a certificate' input.file=keys/merchant.public.pem result=invalid reason=KEY_FORMAT_INVALID
row certificates 'a private key for a certificate' input.file=keys/merchant.private.pem result=invalid reason=KEY_FORMAT_INVALID
finish certificates 'openssl req, openssl pkcs12; read by openssl x509'
