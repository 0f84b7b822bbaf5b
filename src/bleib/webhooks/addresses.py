"""Which addresses are the public internet. Everything else may be ours: a database, a router, a cloud's key service."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# The registries of special-purpose addresses (IANA; RFC 6890 and later), spelled out: what Python's `is_global` knows
# differs from release to release.
NOT_PUBLIC_4 = tuple(
    ip_network(each)
    for each in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; a cloud's metadata, too
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "168.63.129.16/32",  # public by number, but answers inside of Azure only
    )
)
PUBLIC_6 = ip_network("2000::/3")
NOT_PUBLIC_6 = tuple(
    ip_network(each)
    for each in (
        "2001::/23",  # Teredo, benchmarking, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4: any IPv4 address may hide in it
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
MAPPED = ip_network("::ffff:0:0/96")
NAT64 = ip_network("64:ff9b::/96")
# Never, whatever the operator allows by name: nobody's receiver lives there, but a cloud's keys do.
NEVER = tuple(
    ip_network(each)
    for each in (
        "0.0.0.0/8",
        "169.254.0.0/16",
        "224.0.0.0/4",
        "::/128",
        "fd00:ec2::/32",
        "fe80::/10",
        "ff00::/8",
    )
)

Address = IPv4Address | IPv6Address


def parse(text: str) -> Address:
    """The address; one of IPv4 that is wrapped into one of IPv6 is unwrapped."""
    found = ip_address(text)
    if isinstance(found, IPv6Address) and (found in MAPPED or found in NAT64):
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could have this address."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in NOT_PUBLIC_4)
    return address in PUBLIC_6 and not any(address in network for network in NOT_PUBLIC_6)


def is_allowed(text: str, *, private: bool) -> bool:
    """Whether a call may go to this address; `private`: its host was named by the operator."""
    address = parse(text)
    if any(address in network for network in NEVER if network.version == address.version):
        return False
    return private or is_public(address)
