"""Addresses that anybody can have: a hint for who admits, never a reason to refuse."""

# What people in Flanders use at home.
DOMEINEN = frozenset(
    [
        "gmail.com", "googlemail.com", "hotmail.com", "hotmail.be", "outlook.com", "outlook.be", "live.com", "live.be",
        "msn.com", "yahoo.com", "yahoo.fr", "ymail.com", "icloud.com", "me.com", "mac.com", "proton.me",
        "protonmail.com", "pm.me", "gmx.com", "gmx.net", "telenet.be", "pandora.be", "skynet.be", "proximus.be",
        "belgacom.net", "scarlet.be", "voo.be", "edpnet.be", "base.be", "orange.be", "ziggo.nl", "kpnmail.nl",
        "tutanota.com", "hey.com", "fastmail.com", "mailbox.org", "zoho.com", "aol.com",
    ]
)  # fmt: skip


def is_priveadres(email: str) -> bool:
    """Whether the address is of a provider for everybody instead of an employer."""
    return email.rpartition("@")[2].lower() in DOMEINEN
