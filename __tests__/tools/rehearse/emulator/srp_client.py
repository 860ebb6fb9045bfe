"""The client's half of SRP-6a as Cognito's clients compute it, to try the emulator's half."""

import base64
import datetime
import hashlib
import hmac
import secrets

from moto_fixes.secure_remote_password import GENERATOR, INFO, PRIME


class SrpClient:
    def __init__(self) -> None:
        self._private = secrets.randbits(1024)
        self.public = pow(GENERATOR, self._private, PRIME)

    def response(self, pool_id: str, password: str, parameters: dict[str, str]) -> dict[str, str]:
        identity = (pool_id.split("_", 1)[1] + parameters["USER_ID_FOR_SRP"]).encode()
        server = int(parameters["SRP_B"], 16)
        scramble = _hash(_padded(self.public) + _padded(server))
        inner = hashlib.sha256(identity + f":{password}".encode()).digest()
        exponent = _hash(_padded(int(parameters["SALT"], 16)) + inner)
        multiplier = _hash(_padded(PRIME) + _padded(GENERATOR))
        base = (server - multiplier * pow(GENERATOR, exponent, PRIME)) % PRIME
        secret = pow(base, self._private + scramble * exponent, PRIME)
        key = hmac.digest(hmac.digest(_padded(scramble), _padded(secret), "sha256"), INFO, "sha256")[:16]
        timestamp = datetime.datetime.now(datetime.UTC).strftime("%a %b %-d %H:%M:%S UTC %Y")
        message = identity + base64.b64decode(parameters["SECRET_BLOCK"]) + timestamp.encode()
        return {
            "USERNAME": parameters["USERNAME"],
            "PASSWORD_CLAIM_SECRET_BLOCK": parameters["SECRET_BLOCK"],
            "TIMESTAMP": timestamp,
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(hmac.digest(key, message, "sha256")).decode(),
        }


def _hash(content: bytes) -> int:
    return int.from_bytes(hashlib.sha256(content).digest(), "big")


def _padded(number: int) -> bytes:
    return number.to_bytes(number.bit_length() // 8 + 1, "big")
