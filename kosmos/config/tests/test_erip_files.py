"""KOSMOS_ERIP_FILES and what goes with it."""

from pathlib import Path

import pytest

from kosmos.config.erip_files import read_erip_files
from kosmos.kernel.errors import SetupError

HOME = Path("/data")
PAYEE = "code=45 unp=191234567 bank=BANKBY2X account=BY13NBRB3600900000002Z00AB00 service=4571"
HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJJ6c7zSb2NnRrJ0iYvXqW8JXkBqVIYqEPYtH2ltvtrh"
SFTP = {"KOSMOS_ERIP_FILES": "sftp://us@erip.example/x/", "KOSMOS_ERIP_HOST_KEY": HOST_KEY}


def test_a_folder_and_a_server_are_read() -> None:
    assert read_erip_files(lambda _: "", home=HOME) is None
    said = {"KOSMOS_ERIP_FILES": "/srv/erip", "KOSMOS_ERIP_PAYEE": PAYEE}
    folder = read_erip_files(lambda name: said.get(name, ""), home=HOME)
    assert folder and (folder.spool, folder.server) == (Path("/srv/erip"), None)
    assert folder.payee["service"] == "4571" and folder.payee["early"] == "no"
    said = SFTP | {"KOSMOS_ERIP_PASSWORD": "secret"}
    server = read_erip_files(lambda name: said.get(name, ""), home=HOME)
    assert server and server.server and server.spool == HOME / "erip"
    assert (server.server.host, server.server.port, server.server.folder) == ("erip.example", 22, "/x")
    assert "secret" not in repr(server)


def test_an_account_that_is_mistyped_stops_the_start_and_is_said() -> None:
    said = {"KOSMOS_ERIP_FILES": "/srv/erip", "KOSMOS_ERIP_PAYEE": PAYEE.replace("BY13", "BY31")}
    with pytest.raises(SetupError, match=r"account=BY31\w+ is not an IBAN"):
        read_erip_files(lambda name: said.get(name, ""), home=HOME)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"KOSMOS_ERIP_FILES": "http://us@erip.example/"}, id="no such scheme"),
        pytest.param({"KOSMOS_ERIP_FILES": "ftp://us:secret@erip.example/"}, id="a password in the address"),
        pytest.param({"KOSMOS_ERIP_FILES": "ftp://us@erip.example/"}, id="no password"),
        pytest.param({"KOSMOS_ERIP_FILES": "sftp://us@h/", "KOSMOS_ERIP_PASSWORD": "x"}, id="no host key"),
        pytest.param(SFTP, id="neither password nor key"),
        pytest.param(
            {**SFTP, "KOSMOS_ERIP_HOST_KEY": HOST_KEY[:-3], "KOSMOS_ERIP_PASSWORD": "x"}, id="half a host key"
        ),
        pytest.param({**SFTP, "KOSMOS_ERIP_KEY_FILE": "/nowhere/key"}, id="a key file that is not there"),
        pytest.param({"KOSMOS_ERIP_FILES": __file__}, id="a file for a folder"),
        pytest.param({"KOSMOS_ERIP_PAYEE": PAYEE}, id="a payee without files"),
        pytest.param({"KOSMOS_ERIP_PASSWORD": "x"}, id="a password without a server"),
        pytest.param({"KOSMOS_ERIP_FILES": "/srv/erip", "KOSMOS_ERIP_PAYEE": "code=45"}, id="half a payee"),
        pytest.param({"KOSMOS_ERIP_FILES": "/srv/erip", "KOSMOS_ERIP_PAYEE": f"{PAYEE} early=maybe"}, id="maybe"),
    ],
)
def test_what_is_not_whole_stops_the_start(said: dict[str, str]) -> None:
    with pytest.raises(SetupError, match="KOSMOS_ERIP_"):
        read_erip_files(lambda name: said.get(name, ""), home=HOME)
