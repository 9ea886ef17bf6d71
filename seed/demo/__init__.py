"""A synthetic province and small samples elsewhere: pure, the same at every call, all of it marked as sample data."""

from seed.demo import accounts, hai_phong, samples
from seed.demo.shapes import Demonstration


def demonstration() -> Demonstration:
    """Units (parents before children), clusters, accounts and clients of the demonstration."""
    return Demonstration(
        units=(*hai_phong.units(), *samples.units()),
        handovers=samples.handovers(),
        clusters=hai_phong.clusters(),
        accounts=accounts.accounts(),
        clients=accounts.clients(),
    )
