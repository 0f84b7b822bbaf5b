"""Only the public internet is called, whatever an address or a name looks like."""

from __future__ import annotations

import pytest

from bleib.webhooks.addresses import is_allowed
from bleib.webhooks.target import BadAddress, target

INSIDE = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "::7f00:1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "2001::1",
    "2002:7f00:1::", "2002:c0a8:101::1", "3fff::1", "64:ff9b:1::a00:1", "100::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b::c0a8:101",
]  # fmt: skip
OUTSIDE = ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused(address):
    assert not is_allowed(address, private=False)


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_of_the_internet_is_called(address):
    assert is_allowed(address, private=False)


@pytest.mark.parametrize("address", ["10.0.0.5", "127.0.0.1", "::1", "fd12::1"])
def test_what_the_operator_named_may_lie_inside(address):
    assert is_allowed(address, private=True)


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "fe80::1", "224.0.0.1"]
)
def test_a_clouds_keys_are_out_of_reach_whoever_named_the_host(address):
    assert not is_allowed(address, private=True)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/x", "ftp://hooks.example/", "file:///etc/passwd", "gopher://hooks.example:443/",
        "https://hooks.example:22/", "https://hooks.example:6379/", "https://user@hooks.example/",
        "https://user:secret@hooks.example/", "https://hooks.example/#part", "https://hooks.example\\@inside/",
        "https://hooks.example/a b", "https://hooks.example/\r\nX-Other: 1", "https://hooks.example:443:80/", "https://",
        "https:///path", "https://[fe80::1%eth0]/", "https://[::1/", "https://hooks..example/", "//hooks.example/",
        "https://hooks.example:99999/", "https://" + "a" * 500 + ".example/", "https://-bad-.example/",
    ],
)  # fmt: skip
def test_an_odd_address_is_refused_with_a_sentence(url):
    with pytest.raises(BadAddress) as refused:
        target(url)
    assert str(refused.value).endswith(".")


def test_an_address_is_taken_apart():
    found = target("https://Hooks.Bücher.example:8443/päth?key=1&x=ä")
    assert (found.host, found.port, found.private) == ("hooks.xn--bcher-kva.example", 8443, False)
    assert (found.netloc, found.path) == ("hooks.xn--bcher-kva.example:8443", "/p%C3%A4th?key=1&x=%C3%A4")


def test_the_operator_allows_a_host_by_name_or_with_its_port(settings):
    settings.WEBHOOK_HOSTS = ["n8n.intern:5678", "erp.intern", "[::1]:9000"]
    assert target("http://n8n.intern:5678/").private
    assert target("http://erp.intern/").private
    assert target("http://[::1]:9000/").private
    for url in ("http://n8n.intern/", "http://erp.intern:6379/", "https://sub.erp.intern:5678/"):
        with pytest.raises(BadAddress):
            target(url)
