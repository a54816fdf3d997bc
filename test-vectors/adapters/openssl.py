"""Responds to the questions of the test vectors with Python's standard library and the openssl command (OpenSSL 3) alone.

    npx @wechatpay-kit/test-vectors --reasons -- python3 openssl.py

A worked example of an adapter: copy it, and put calls of your implementation in the place of these functions. The
command line of OpenSSL has no AES-GCM, so encrypt-resource and decrypt-resource are unsupported here.
"""

import base64
import binascii
import functools
import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import datetime


class Refused(Exception):
    """A value that must be refused; its text is a reason of PROTOCOL.md."""


def decode(text):
    return base64.b64decode(text)


def encode(octets):
    return base64.b64encode(octets).decode()


def openssl(*arguments, data=b"", passphrase=""):
    """Runs openssl; gives its output, or None where it fails."""
    environment = {**os.environ, "PASSPHRASE": passphrase}
    done = subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=False, env=environment)
    return done.stdout if done.returncode == 0 else None


def write_file(content):
    """Writes a file that only this user can read, and that is gone when the program ends."""
    handle, path = tempfile.mkstemp(dir=FOLDER.name)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return path


# Keys


def check_rsa(spki):
    """Refuses a public key that is not RSA of 2048 bits or more, and gives the length of its signatures in bytes."""
    # SPKI begins with its algorithm: rsaEncryption.
    if spki is None or not spki[4:].startswith(bytes.fromhex("300d06092a864886f70d0101010500")):
        raise Refused("KEY_FORMAT_INVALID")
    shown = openssl("rsa", "-pubin", "-inform", "DER", "-noout", "-modulus", data=spki) or b"Modulus=0"
    bits = int(shown.decode().partition("=")[2], 16).bit_length()
    if bits < 2048:
        raise Refused("KEY_FORMAT_INVALID")
    return (bits + 7) // 8


@functools.lru_cache
def import_private_key(file, passphrase=""):
    """Reads a file with a private key, in base64; gives the path of its PEM."""
    path = write_file(decode(file))
    pem = openssl("pkey", "-in", path, "-passin", "env:PASSPHRASE", passphrase=passphrase)
    if pem is None:
        raise Refused("KEY_FORMAT_INVALID")
    check_rsa(openssl("pkey", "-pubout", "-outform", "DER", data=pem))
    return write_file(pem)


@functools.lru_cache
def import_public_key(file):
    """Reads a file with a public key, in base64; gives the path of its PEM, and the length of its signatures."""
    spki = openssl("pkey", "-pubin", "-in", write_file(decode(file)), "-outform", "DER")
    length = check_rsa(spki)
    return write_file(openssl("pkey", "-pubin", "-inform", "DER", data=spki)), length


# Signatures and fields


def sign_message(key, message):
    return encode(openssl("dgst", "-sha256", "-sign", key, data=message))


def sign(privateKey, message, passphrase=""):
    return {"signature": sign_message(import_private_key(privateKey, passphrase), decode(message))}


def verify(publicKey, message, signature):
    key, length = import_public_key(publicKey)
    try:
        octets = base64.b64decode(signature, validate=True)
    except binascii.Error:
        raise Refused("SIGNATURE_MISMATCH") from None
    # openssl dgst does not look at what comes after a signature.
    file = write_file(octets)
    if len(octets) != length or openssl("dgst", "-sha256", "-verify", key, "-signature", file, data=decode(message)) is None:
        raise Refused("SIGNATURE_MISMATCH")
    return {"valid": True}


OAEP = ["-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha1", "-pkeyopt", "rsa_mgf1_md:sha1"]


def encrypt(publicKey, plaintext):
    key, _ = import_public_key(publicKey)
    ciphertext = openssl("pkeyutl", "-encrypt", "-pubin", "-inkey", key, *OAEP, data=decode(plaintext))
    # OpenSSL refuses what is longer than the key can encrypt.
    if ciphertext is None:
        raise Refused("INPUT_INVALID")
    return {"ciphertext": encode(ciphertext)}


def decrypt(privateKey, ciphertext):
    key = import_private_key(privateKey)
    try:
        plaintext = openssl("pkeyutl", "-decrypt", "-inkey", key, *OAEP, data=base64.b64decode(ciphertext, validate=True))
    except binascii.Error:
        plaintext = None
    if plaintext is None:
        raise Refused("DECRYPTION_FAILED")
    return {"plaintext": encode(plaintext)}


# Messages


def check(value, pattern):
    """Refuses a value that could change the meaning of the message or of the header."""
    if not re.fullmatch(pattern, str(value), re.ASCII):
        raise Refused("INPUT_INVALID")


def request_message(method, target, timestamp, nonce, body):
    check(method, "[A-Z]+")
    check(target, "/[!\"$-~]*")
    check(timestamp, r"\d{1,11}")
    check(nonce, r"[\w-]{1,32}")
    return f"{method}\n{target}\n{timestamp}\n{nonce}\n".encode() + decode(body) + b"\n"


def signed_message(timestamp, nonce, body):
    check(timestamp, r"\d{1,11}")
    check(nonce, "[!-~]+")
    return f"{timestamp}\n{nonce}\n".encode() + decode(body) + b"\n"


def compose_request(**request):
    return {"message": encode(request_message(**request))}


def compose_response(**content):
    return {"message": encode(signed_message(**content))}


def sign_request(serialNumber, privateKey, mchid=None, brandId=None, **request):
    check(mchid if brandId is None else brandId, r"[\w-]{1,32}")
    check(serialNumber, r"[\w-]{1,64}")
    signature = sign_message(import_private_key(privateKey), request_message(**request))
    caller = f'WECHATPAY2-SHA256-RSA2048 mchid="{mchid}"'
    if brandId is not None:
        caller = f'WECHATPAY-BRAND-SHA256-RSA2048 brand_id="{brandId}"'
    others = f'timestamp="{request["timestamp"]}",serial_no="{serialNumber}"'
    return {"authorization": f'{caller},nonce_str="{request["nonce"]}",signature="{signature}",{others}'}


TYPES = ["WECHATPAY2-SHA256-RSA2048", "WECHATPAY-BRAND-SHA256-RSA2048"]


def read_header(headers, name):
    """Gives the one value of a header, whose name has no case."""
    values = [value for key, value in headers.items() if key.lower() == name.lower()]
    if not values or values[0] == "":
        raise Refused("SIGNATURE_HEADER_MISSING")
    pattern = r"\d{1,11}" if name == "Wechatpay-Timestamp" else r"[!-+\--~]+"
    if len(values) > 1 or not isinstance(values[0], str) or not re.fullmatch(pattern, values[0], re.ASCII):
        raise Refused("SIGNATURE_HEADER_INVALID")
    return values[0]


def verify_message(headers, body, now, keys):
    timestamp, nonce, signature, serial = (
        read_header(headers, f"Wechatpay-{name}") for name in ["Timestamp", "Nonce", "Signature", "Serial"]
    )
    kinds = [value for name, value in headers.items() if name.lower() == "wechatpay-signature-type"]
    if any(kind not in TYPES for kind in kinds):
        raise Refused("SIGNATURE_TYPE_UNSUPPORTED")
    if abs(now - int(timestamp)) > 300:
        raise Refused("SIGNATURE_STALE")
    if serial not in keys:
        raise Refused("SIGNATURE_KEY_UNKNOWN")
    if signature.startswith("WECHATPAY/SIGNTEST"):
        raise Refused("SIGNATURE_PROBE")
    return verify(keys[serial], encode(signed_message(timestamp, nonce, body)), signature)


def sign_payment(type, appid, prepayId, timestamp, nonce, privateKey, mchid=None):
    for value in [appid, prepayId, nonce]:
        check(value, r"(?!prepay_id=)[\w&=-]{1,256}")
    check(timestamp, r"\d{1,11}")
    package = prepayId if type == "app" else f"prepay_id={prepayId}"
    message = f"{appid}\n{timestamp}\n{nonce}\n{package}\n".encode()
    signature = sign_message(import_private_key(privateKey), message)
    if type == "app":
        others = {"package": "Sign=WXPay", "noncestr": nonce, "timestamp": str(timestamp), "sign": signature}
        return {"appid": appid, "partnerid": mchid, "prepayid": prepayId, **others}
    parameters = {"timeStamp": str(timestamp), "nonceStr": nonce, "package": package, "signType": "RSA", "paySign": signature}
    return {"appId": appid, **parameters} if type == "jsapi" else parameters


# Files


def read_certificate(file):
    shown = openssl("x509", "-in", write_file(decode(file)), "-noout", "-serial", "-startdate", "-enddate", "-pubkey")
    if shown is None:
        raise Refused("KEY_FORMAT_INVALID")
    text = shown.decode()
    fields = dict(re.findall(r"^(serial|notBefore|notAfter)=(.*)$", text, re.MULTILINE))
    pem = re.search("-----BEGIN PUBLIC KEY-----.*-----END PUBLIC KEY-----\n", text, re.DOTALL)[0]
    spki = openssl("pkey", "-pubin", "-outform", "DER", data=pem.encode())
    dates = {name: format_date(fields[name]) for name in ["notBefore", "notAfter"]}
    return {"serialNumber": fields["serial"], **dates, "publicKey": encode(spki)}


def format_date(text):
    return datetime.strptime(text, "%b %d %H:%M:%S %Y GMT").strftime("%Y-%m-%dT%H:%M:%SZ")


def read_pkcs12(file, password, message):
    path = write_file(decode(file))
    # Files of WeChat Pay are encrypted with RC2, which OpenSSL 3 calls legacy.
    read = ["pkcs12", "-in", path, "-passin", "env:PASSPHRASE", "-nodes"]
    for options in [read, [*read, "-legacy"]]:
        key = openssl(*options, "-nocerts", passphrase=password)
        certificate = openssl(*options, "-clcerts", "-nokeys", passphrase=password)
        if key and certificate and b"-----BEGIN CERT" in certificate:
            signature = sign(encode(key), message)
            return {"serialNumber": read_certificate(encode(certificate))["serialNumber"], **signature}
    raise Refused("KEY_FORMAT_INVALID")


def compare_serial_numbers(one, other):
    def canonical(text):
        return int(text, 16) if re.fullmatch("[0-9A-Fa-f]+", text) else text

    return {"same": canonical(one) == canonical(other)}


OPERATIONS = {
    "compare-serial-numbers": compare_serial_numbers,
    "compose-request": compose_request,
    "compose-response": compose_response,
    "decrypt": decrypt,
    "encrypt": encrypt,
    "read-certificate": read_certificate,
    "read-pkcs12": read_pkcs12,
    "sign": sign,
    "sign-payment": sign_payment,
    "sign-request": sign_request,
    "verify": verify,
    "verify-message": verify_message,
}


def respond(operation, input):
    """Gives the response to a question, without its id."""
    if operation not in OPERATIONS:
        return {"unsupported": True}
    try:
        return {"result": OPERATIONS[operation](**input)}
    except Refused as reason:
        return {"error": str(reason)}


FOLDER = tempfile.TemporaryDirectory()
sys.stdin.reconfigure(encoding="utf-8")
for line in sys.stdin:
    question = json.loads(line)
    response = respond(question["operation"], question["input"])
    print(json.dumps({"id": question["id"], **response}), flush=True)
FOLDER.cleanup()
