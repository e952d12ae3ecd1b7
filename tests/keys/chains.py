"""Chains of certificates for tests/chains.rs: each is right but for what its name says. Keys and signatures are random, so that the file
is written once: `python3 tests/keys/chains.py > tests/keys/chains.json`."""

import base64
import datetime
import json

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

LEAF, BETWEEN = (ObjectIdentifier(f"1.2.840.113635.100.6.{end}") for end in ["11.1", "2.1"])
PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER
YEARS = [datetime.datetime(year, 1, 1) for year in (2020, 2024, 2028, 2040)]


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def usage(*names):
    all_names = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                 "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
    return x509.KeyUsage(**{own: own in names for own in all_names})


def certificate(subject, key, issuer, issuer_key, extensions, dates=(0, 3), hash=hashes.SHA256()):
    builder = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(YEARS[dates[0]]).not_valid_after(YEARS[dates[1]])
    for value, critical in extensions:
        builder = builder.add_extension(value, critical)
    return builder.sign(issuer_key, hash)


def p256():
    return ec.generate_private_key(ec.SECP256R1())


leaf_key, root_key, between_key, other_key = p256(), ec.generate_private_key(ec.SECP384R1()), p256(), p256()
rsa_key = rsa.generate_private_key(65537, 2048)
null = b"\x05\x00"
is_ca, is_leaf = (x509.BasicConstraints(True, 0), True), (x509.BasicConstraints(False, None), True)
signs, issues = (usage("digital_signature"), True), (usage("key_cert_sign", "crl_sign"), True)
of_leaf, of_between = (x509.UnrecognizedExtension(LEAF, null), False), (x509.UnrecognizedExtension(BETWEEN, null), False)


def root(key=root_key, **more):
    return certificate("Root", key, "Root", key, [(x509.BasicConstraints(True, None), True), issues], hash=hashes.SHA384(), **more)


def between(extensions=(is_ca, issues, of_between), key=between_key, issuer="Root", issuer_key=root_key, hash=hashes.SHA384(), **more):
    return certificate("Between", key, issuer, issuer_key, extensions, hash=hash, **more)


def leaf(extensions=(is_leaf, signs, of_leaf), key=leaf_key, issuer="Between", issuer_key=between_key, **more):
    return certificate("Leaf", key, issuer, issuer_key, extensions, **more)


own = root()
by_rsa = root(rsa_key)
second = leaf((is_ca, issues, of_leaf), key=other_key)
server = (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), True)
chains = {
    "right": [leaf(), between(), own],
    "by RSA": [leaf(), between(issuer_key=rsa_key, hash=hashes.SHA256()), by_rsa],
    "another root of the same name": [leaf(), between(issuer_key=(other_root := p256())), root(other_root)],
    "signed by another root of the same name": [leaf(), between(issuer_key=other_root), own],
    "expired leaf": [leaf(dates=(0, 1)), between(), own],
    "leaf of the future": [leaf(dates=(2, 3)), between(), own],
    "expired intermediate": [leaf(), between(dates=(0, 1)), own],
    "expired root": [leaf(), between(), root(dates=(0, 1))],
    "leaf without the extension": [leaf((is_leaf, signs)), between(), own],
    "leaf with the extension of the intermediate": [leaf((is_leaf, signs, of_between)), between(), own],
    "intermediate without the extension": [leaf(), between((is_ca, issues)), own],
    "intermediate that is no CA": [leaf(), between((is_leaf, issues, of_between)), own],
    "intermediate without basic constraints": [leaf(), between((issues, of_between)), own],
    "intermediate that may not issue": [leaf(), between((is_ca, signs, of_between)), own],
    "leaf that is a CA": [leaf((is_ca, signs, of_leaf)), between(), own],
    "leaf that may not sign": [leaf((is_leaf, issues, of_leaf)), between(), own],
    "leaf of another issuer's name": [leaf(issuer="Root"), between(), own],
    "leaf signed by the root": [leaf(issuer_key=root_key), between(), own],
    "leaf signed by itself": [leaf(issuer_key=leaf_key), between(), own],
    "leaf signed by a leaf": [leaf(issuer="Leaf", issuer_key=other_key), second, own],
    "leaf with a critical extension that is not understood": [leaf((is_leaf, signs, of_leaf, server)), between(), own],
    "leaf with an Ed25519 key": [leaf(key=ed25519.Ed25519PrivateKey.generate()), between(), own],
    "leaf with an RSA key": [leaf(key=rsa_key), between(), own],
    "leaf with another key": [leaf(key=other_key), between(), own],
}
text = lambda one: base64.b64encode(one.public_bytes(DER)).decode()
print(json.dumps({
    "privateKey": leaf_key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode(),
    "rootHash": own.fingerprint(hashes.SHA256()).hex(),
    "chains": {name: [text(one) for one in chain] for name, chain in chains.items()},
}, indent=1))
