"""Which servers may be asked: public ones, on the ports of the web, and nothing inside.

Against server-side request forgery as OWASP ASVS 5.0 V1.3.6 and its cheat sheet ask: every address
that a name stands for must be public, and the connection goes to an address that was looked at, so
that a name which means something else a moment later (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

PORTS = {"http": 80, "https": 443}
# What stands for an address of IPv4 within one of IPv6 (RFC 6052): a network without IPv4 needs it
TRANSLATED = ip_network("64:ff9b::/96")
# What Python of an older patch takes for public, or what leads elsewhere by its own rules
NEVER = [
    ip_network(network)
    for network in (
        *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15"),
        *("240.0.0.0/4", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16", "3fff::/20"),
        *("5f00::/16", "fec0::/10"),
    )
]

look_up = socket.getaddrinfo  # a test puts another in its place


class RefusedError(Exception):
    """An address that is not asked, with the reason in words for an editor."""


@dataclass(frozen=True)
class Server:
    """Where a request goes: the name that the address holds, and the address that was checked."""

    scheme: str
    host: str
    ip: str
    port: int


def servers(url: str) -> list[Server]:
    """Return the checked servers behind a web address, in the order in which DNS names them.

    RefusedError: it is none that may be asked. OSError: the name stands for nothing.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise RefusedError(_("It is not a web address.")) from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise RefusedError(_("It is not a web address."))
    if "@" in parts.netloc:
        raise RefusedError(_("It holds a name and a password: such an address is not checked."))
    if port not in PORTS.values():
        raise RefusedError(_("It names an unusual port: such an address is not checked."))
    found = look_up(parts.hostname, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses or not all(map(is_public, addresses)):
        raise RefusedError(_("It leads into a private network: such an address is not checked."))
    return [Server(parts.scheme, parts.hostname, one, port) for one in addresses]


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the open internet, whatever it is wrapped in."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if "%" in address:  # of one link only (RFC 4007)
        return False
    if isinstance(ip, IPv6Address) and (inner := _inner(ip)):
        return is_public(str(inner))
    is_special = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback
    is_near = ip.is_private or ip.is_link_local
    return ip.is_global and not (is_special or is_near or _is_never(ip))


def _inner(ip: IPv6Address) -> IPv4Address | None:
    if ip in TRANSLATED:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped


def _is_never(ip: IPv4Address | IPv6Address) -> bool:
    return any(ip.version == network.version and ip in network for network in NEVER)
