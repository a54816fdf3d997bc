"""Orders, pays and queries at a sandbox, with Python's standard library and the openssl command alone.

Reads the environment that `wechatpay-kit sandbox --env .env` writes:

    wechatpay-kit sandbox --port 8787 --env .env &
    set -a; . ./.env; set +a
    python3 order.py
"""

import base64
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

BASE_URL = os.environ["WECHATPAY_BASE_URL"]
MCHID = os.environ["WECHATPAY_MCHID"]


def read_pem(name):
    """Reads a key of the environment: PEM, or base64 of it."""
    text = os.environ[name].replace("\\n", "\n")
    return text.encode() if "-----BEGIN" in text else base64.b64decode(text)


def openssl(*arguments, key, message):
    """Runs openssl with a key in a file that only this user can read."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(key)
        file.flush()
        command = [argument.replace("KEY", file.name) for argument in arguments]
        return subprocess.run(["openssl", *command], input=message, capture_output=True, check=False)


def sign(message):
    """Signs with SHA256withRSA and the merchant's key."""
    done = openssl("dgst", "-sha256", "-sign", "KEY", key=read_pem("WECHATPAY_PRIVATE_KEY"), message=message)
    if done.returncode != 0:
        sys.exit(done.stderr.decode())
    return base64.b64encode(done.stdout).decode()


def verify(headers, body):
    """Verifies a response of WeChat Pay's, or ends the program."""
    if headers["Wechatpay-Serial"] != os.environ["WECHATPAY_PUBLIC_KEY_ID"]:
        sys.exit(f"The response is signed by {headers['Wechatpay-Serial']}, a key that this program does not have.")
    message = f"{headers['Wechatpay-Timestamp']}\n{headers['Wechatpay-Nonce']}\n".encode() + body + b"\n"
    with tempfile.NamedTemporaryFile() as signature:
        signature.write(base64.b64decode(headers["Wechatpay-Signature"]))
        signature.flush()
        arguments = ["dgst", "-sha256", "-verify", "KEY", "-signature", signature.name]
        done = openssl(*arguments, key=read_pem("WECHATPAY_PUBLIC_KEY"), message=message)
    if done.returncode != 0:
        sys.exit("The response is not signed by WeChat Pay. Do not use it.")


def call(method, target, content=None):
    """Makes a signed call and gives the verified JSON."""
    body = b"" if content is None else json.dumps(content).encode()
    timestamp, nonce = str(int(time.time())), secrets.token_hex(16)
    signature = sign(f"{method}\n{target}\n{timestamp}\n{nonce}\n".encode() + body + b"\n")
    authorization = (
        f'WECHATPAY2-SHA256-RSA2048 mchid="{MCHID}",nonce_str="{nonce}",signature="{signature}",'
        f'timestamp="{timestamp}",serial_no="{os.environ["WECHATPAY_SERIAL"]}"'
    )
    headers = {
        "Authorization": authorization,
        "Accept": "application/json",
        "Content-Type": "application/json",
        "User-Agent": "python",
        "Wechatpay-Serial": os.environ["WECHATPAY_PUBLIC_KEY_ID"],
    }
    request = urllib.request.Request(BASE_URL + target, data=body or None, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request) as response:
            received = response.read()
            verify(response.headers, received)
            return json.loads(received)
    except urllib.error.HTTPError as error:
        sys.exit(f"{error.code}: {error.read().decode()}")


def pay(out_trade_no):
    """Plays the payer: a command of the sandbox, which nobody signs."""
    body = json.dumps({"out_trade_no": out_trade_no}).encode()
    headers = {"Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(f"{BASE_URL}/sandbox/pay", data=body, headers=headers)).close()


number = f"python-{secrets.token_hex(8)}"
order = {
    "appid": "wxd678efh567hg6787",
    "mchid": MCHID,
    "description": "茶叶 一盒",
    "out_trade_no": number,
    "notify_url": "https://www.example.com/notify",
    "amount": {"total": 100, "currency": "CNY"},
}
print(call("POST", "/v3/pay/transactions/native", order)["code_url"])
pay(number)
print(call("GET", f"/v3/pay/transactions/out-trade-no/{number}?mchid={MCHID}")["trade_state"])
