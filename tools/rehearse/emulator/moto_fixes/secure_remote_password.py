"""The server side of SRP-6a, with Cognito's parameters and key derivation.

Clients implement the other side: amazon-cognito-identity-js, and libraries around the AWS SDKs. Numbers are sent in
hexadecimal. Before hashing, they get a leading zero byte if their highest bit is set.
"""

import base64
import hashlib
import hmac
import secrets

# The 3072-bit group of RFC 3526.
PRIME = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D"
    "670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718"
    "3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7D"
    "B3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
GENERATOR = 2
INFO = b"Caldera Derived Key\x01"


class SrpServer:
    """One sign-in: what the client receives, and whether its response proves that it knows the password."""

    def __init__(self, pool_name: str, user_id: str, password: str, client_value: str) -> None:
        self._identity = f"{pool_name}{user_id}".encode()
        self._client_value = int(client_value, 16)
        salt = secrets.randbits(128)
        self.salt = f"{salt:x}"
        identity_hash = hashlib.sha256(self._identity + f":{password}".encode()).digest()
        exponent = _hash(_padded(salt) + identity_hash)
        self._verifier = pow(GENERATOR, exponent, PRIME)
        self._private_value = secrets.randbits(1024)
        multiplier = _hash(_padded(PRIME) + _padded(GENERATOR))
        self._value = (multiplier * self._verifier + pow(GENERATOR, self._private_value, PRIME)) % PRIME
        self.public_value = f"{self._value:x}"

    def is_signed(self, secret_block: str, timestamp: str, signature: str) -> bool:
        # A client that sends a multiple of the prime would know the secret without the password.
        if self._client_value % PRIME == 0:
            return False
        message = self._identity + base64.b64decode(secret_block) + timestamp.encode()
        expected = hmac.digest(self._key(), message, "sha256")
        return hmac.compare_digest(base64.b64encode(expected).decode(), signature)

    def _key(self) -> bytes:
        scramble = _hash(_padded(self._client_value) + _padded(self._value))
        base = self._client_value * pow(self._verifier, scramble, PRIME) % PRIME
        secret = pow(base, self._private_value, PRIME)
        extracted = hmac.digest(_padded(scramble), _padded(secret), "sha256")
        return hmac.digest(extracted, INFO, "sha256")[:16]


def _hash(content: bytes) -> int:
    return int.from_bytes(hashlib.sha256(content).digest(), "big")


def _padded(number: int) -> bytes:
    return number.to_bytes(number.bit_length() // 8 + 1, "big")
