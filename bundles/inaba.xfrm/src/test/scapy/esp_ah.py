#!/usr/bin/python3
"""ESP and AH as scapy makes and reads them: the independent side of ScapyTest.

    esp_ah.py make          prints vectors, one a line, tab separated (see HEAD)
    esp_ah.py open < lines  prints for each line what scapy finds inside the protected packet
"""
import sys
from binascii import hexlify, unhexlify

from scapy.all import IP, IPv6, UDP, Raw, raw
from scapy.layers.ipsec import AH, ESP, SecurityAssociation

HEAD = ["name", "protocol", "mode", "encryption", "key", "authentication", "authkey", "esn", "sequence",
        "packet", "protected"]
# scapy's name, octets of key and salt
CIPHERS = {"NULL": 0, "AES-CBC": 16, "AES-CTR": 20, "AES-GCM": 20, "CHACHA20-POLY1305": 36, "DES": 8, "3DES": 24}
MACS = {"HMAC-SHA1-96": 20, "SHA2-256-128": 32, "SHA2-384-192": 48, "SHA2-512-256": 64, "AES-CMAC-96": 16,
        "HMAC-MD5-96": 16}
AEAD = {"AES-GCM", "CHACHA20-POLY1305"}
SPI = 0x1234abcd


def key(octets):
    return bytes((7 * i + 3) & 0xff for i in range(octets))


def association(protocol, cipher, cipher_key, mac, mac_key, esn, outer):
    kind = ESP if protocol == "esp" else AH
    arguments = {"esn_en": True, "esn": esn} if esn >= 0 else {}
    if protocol == "esp":
        arguments.update(crypt_algo=cipher, crypt_key=cipher_key or None)
    if mac != "-":
        arguments.update(auth_algo=mac, auth_key=mac_key)
    return SecurityAssociation(kind, spi=SPI, tunnel_header=outer, **arguments)


def outer_of(mode):
    return {"transport": None,
            "tunnel6": IPv6(src="2001:db8:1::1", dst="2001:db8:2::2"),
            "tunnel4": IP(src="192.0.2.1", dst="198.51.100.2")}[mode]


def inner(family, octets):
    body = UDP(sport=1000, dport=2000) / Raw(bytes(i & 0xff for i in range(octets)))
    if family == 6:
        return IPv6(raw(IPv6(src="2001:db8:1::1", dst="2001:db8:2::2", tc=0x28, fl=0x12345, hlim=63) / body))
    return IP(raw(IP(src="192.0.2.1", dst="198.51.100.2", tos=0x28, id=0x77, ttl=63) / body))


def cells():
    for mode in ("transport", "tunnel6", "tunnel4"):
        for family in (6, 4):
            for octets in (1, 100):
                for cipher in CIPHERS:
                    mac = "-" if cipher in AEAD else "HMAC-SHA1-96"
                    yield "esp", mode, family, octets, cipher, mac, -1
                for mac in MACS:
                    yield "esp", mode, family, octets, "AES-CBC", mac, -1
                    yield "ah", mode, family, octets, "NULL", mac, -1
                for esn in (0, 5):
                    yield "ah", mode, family, octets, "NULL", "SHA2-256-128", esn  # of ESP scapy signs 32 bits
                    yield "esp", mode, family, octets, "AES-GCM", "-", esn


def make():
    print("\t".join(HEAD))
    for number, (protocol, mode, family, octets, cipher, mac, esn) in enumerate(cells(), 1):
        packet = inner(family, octets)
        sa = association(protocol, cipher, key(CIPHERS[cipher]), mac, key(MACS.get(mac, 0)), esn, outer_of(mode))
        made = sa.encrypt(packet.copy(), seq_num=number)
        print("\t".join([f"{protocol} {mode} v{family} {octets} {cipher} {mac} {esn}", protocol, mode, cipher,
                         hexlify(key(CIPHERS[cipher])).decode(), mac, hexlify(key(MACS.get(mac, 0))).decode(),
                         str(esn), str(number), hexlify(raw(packet)).decode(), hexlify(raw(made)).decode()]))


def opened():
    for line in sys.stdin:
        _, protocol, mode, cipher, cipher_key, mac, mac_key, esn, _, _, protected = line.rstrip("\n").split("\t")
        sa = association(protocol, cipher, unhexlify(cipher_key), mac, unhexlify(mac_key), int(esn), outer_of(mode))
        octets = unhexlify(protected)
        packet = IPv6(octets) if octets[0] >> 4 == 6 else IP(octets)
        try:
            print(hexlify(raw(sa.decrypt(packet))).decode())
        except Exception as why:  # whatever it is, the test shows it
            print(f"{type(why).__name__}: {why}")


if __name__ == "__main__":
    make() if sys.argv[1] == "make" else opened()
