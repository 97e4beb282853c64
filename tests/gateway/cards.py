"""A gateway that takes what Webpay and bePaid push; neither can be asked, so that their signatures are believed."""

import base64

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY = generate_private_key(65_537, 2048)
NOWHERE = "http://127.0.0.1:9"
SETTINGS = {
    **{"KOSMOS_WEBPAY_URL": NOWHERE, "KOSMOS_WEBPAY_API_URL": NOWHERE, "KOSMOS_WEBPAY_STORE_ID": "1"},
    **{"KOSMOS_WEBPAY_LOGIN": "us", "KOSMOS_WEBPAY_PASSWORD": "word", "KOSMOS_WEBPAY_SECRET": "secret"},
    **{"KOSMOS_BEPAID_URL": NOWHERE, "KOSMOS_BEPAID_GATEWAY_URL": NOWHERE, "KOSMOS_BEPAID_SHOP_ID": "700"},
    "KOSMOS_BEPAID_SECRET": "secret",
    "KOSMOS_BEPAID_PUBLIC_KEY": base64.b64encode(
        KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    ).decode(),
}
"""KEY signs as bePaid does."""
