"""Every decoder of every rail, with real messages to begin from: tests shoot at them shortly, `hammer` for long."""

from kosmos.payments.rails.assist.tests.messages import TARGETS as ASSIST
from kosmos.payments.rails.bepaid.tests.messages import TARGETS as BEPAID
from kosmos.payments.rails.cyberplat.tests.messages import TARGETS as CYBERPLAT
from kosmos.payments.rails.erip.tests.files import FILE_TARGETS as ERIP_FILES
from kosmos.payments.rails.erip.tests.messages import ONLINE_TARGETS as ERIP_ONLINE
from kosmos.payments.rails.osmp.tests.messages import TARGETS as OSMP
from kosmos.payments.rails.registry.tests.statements import TARGETS as REGISTRY
from kosmos.payments.rails.sberbank.tests.messages import TARGETS as SBERBANK
from kosmos.payments.rails.tests.fuzzing import FuzzTarget
from kosmos.payments.rails.webpay.tests.messages import TARGETS as WEBPAY

FUZZ_TARGETS: tuple[FuzzTarget, ...] = (
    *OSMP,
    *CYBERPLAT,
    *SBERBANK,
    *ERIP_ONLINE,
    *ERIP_FILES,
    *REGISTRY,
    *ASSIST,
    *WEBPAY,
    *BEPAID,
)
