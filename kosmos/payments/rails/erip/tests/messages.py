"""Messages of ERIP's online protocol as bytes, written by hand."""

from datetime import UTC, datetime

from kosmos.payments.rails.erip.answers import read_answer
from kosmos.payments.rails.erip.carrying import carried
from kosmos.payments.rails.erip.messages import (
    Address,
    Answer,
    Demand,
    Finished,
    Head,
    Info,
    Noted,
    Person,
    Refused,
    Request,
    ServiceInfo,
    Started,
    StornResult,
    StornStart,
    TransactionResult,
    TransactionStart,
)
from kosmos.payments.rails.erip.requests import read_request
from kosmos.payments.rails.tests.fuzzing import FuzzTarget

HEADER = '<?xml version="1.0" encoding="windows-1251"?>'
ASKED_AT = datetime(2020, 6, 1, 12, 34, 56, tzinfo=UTC)
HEAD = Head(ASKED_AT, "123", "9221", service_number="1", terminal="55411", terminal_type="5")


def request(kind: str, block: str, *, more: str = "") -> bytes:
    """A request's bytes around its block."""
    return (
        f"{HEADER}<ServiceProvider_Request><Version>1</Version><RequestType>{kind}</RequestType>"
        '<DateTime>20200601153456</DateTime><Terminal Type="5">55411</Terminal><ServiceNo>1</ServiceNo>'
        f"<PersonalAccount>123</PersonalAccount><Currency>933</Currency><RequestId>9221</RequestId>{more}"
        f"<{kind}>{block}</{kind}></ServiceProvider_Request>"
    ).encode("cp1251")


def answer(content: str) -> bytes:
    """An answer's bytes around its content."""
    return f"{HEADER}<ServiceProvider_Response>{content}</ServiceProvider_Response>".encode("cp1251")


BOTH = "<TransactionId>6180433</TransactionId><ServiceProvider_TrxId>8571502</ServiceProvider_TrxId>"
PAYER = Person("Янковский", "Іван", "Ўладзіміравіч"), Address("Минск", "ул. Сурганова", "1", "2", "3")
PAYER_XML = (
    "<Name><Surname>Янковский</Surname><FirstName>Іван</FirstName><Patronymic>Ўладзіміравіч</Patronymic></Name>"
    "<Address><City>Минск</City><Street>ул. Сурганова</Street><House>1</House><Building>2</Building>"
    "<Apartment>3</Apartment></Address>"
)

REQUESTS: tuple[tuple[bytes, Request], ...] = (
    (request("ServiceInfo", "<Agent>999</Agent>"), ServiceInfo(HEAD, agent="999")),
    (
        request(
            "ServiceInfo",
            '<Agent TerminalType="3">999</Agent><AmountPrecision>2</AmountPrecision><Amount><Debt>1.50</Debt>'
            '<Penalty>0.10</Penalty></Amount><Device Count="1"><LastPay Idx="1">17</LastPay></Device>',
        ),
        ServiceInfo(HEAD, "999", "3", 2, 150, 10, (("1", "17"),)),
    ),
    (
        request(
            "TransactionStart",
            "<Amount>25.90</Amount><TransactionId>6180433</TransactionId><Agent>999</Agent>"
            f'<AuthorizationType Ident="375297777777">iPay</AuthorizationType>{PAYER_XML}',
        ),
        TransactionStart(HEAD, "6180433", 2590, "999", "iPay", "375297777777", *PAYER),
    ),
    (request("TransactionResult", BOTH), TransactionResult(HEAD, "6180433", "8571502")),
    (
        request("TransactionResult", f"{BOTH}<ErrorText>Операция отменена</ErrorText>"),
        TransactionResult(HEAD, "6180433", "8571502", "Операция отменена"),
    ),
    (
        request("TransactionResult", "<TransactionId>6180433</TransactionId><ErrorText>нет ответа</ErrorText>"),
        TransactionResult(HEAD, "6180433", "", "нет ответа"),
    ),
    (request("StornStart", f"{BOTH}<Amount>25.90</Amount>"), StornStart(HEAD, "6180433", "8571502", 2590)),
    (
        request("StornResult", f"{BOTH}<Amount>25.90</Amount><Storned>Y</Storned>"),
        StornResult(HEAD, "6180433", "8571502", storned=True, amount_kopecks=2590),
    ),
    (
        request("StornResult", f"{BOTH}<Storned>N</Storned><ErrorText>нет</ErrorText>"),
        StornResult(HEAD, "6180433", "8571502", storned=False, error_text="нет"),
    ),
)

ANSWERS: tuple[tuple[bytes, Answer], ...] = (
    (
        answer('<ServiceInfo><Amount Editable="Y"><Debt>0.00</Debt></Amount></ServiceInfo>'),
        Info(Demand(0)),
    ),
    (
        answer(
            '<ServiceInfo><Amount Editable="N" MinAmount="1.00" MaxAmount="5000.00"><Debt>25.90</Debt>'
            '<Penalty>0.10</Penalty></Amount><Name Editable="N"><Surname>Янковский</Surname></Name>'
            '<Address Editable="Y"><City>Минск</City></Address><Info xml:space="preserve">'
            "<InfoLine>К оплате &lt;25,90&gt;</InfoLine><InfoLine>Дзякуй!</InfoLine></Info></ServiceInfo>"
            "<NextRequestType>TransactionStart</NextRequestType>"
        ),
        Info(
            Demand(2590, 10, editable=False, least_kopecks=100, most_kopecks=500_000),
            Person("Янковский", editable=False),
            Address("Минск", editable=True),
            ("К оплате <25,90>", "Дзякуй!"),
            "TransactionStart",
        ),
    ),
    (
        answer(
            "<TransactionStart><ServiceProvider_TrxId>8571502</ServiceProvider_TrxId>"
            '<Info xml:space="preserve"><InfoLine>a</InfoLine></Info></TransactionStart>'
        ),
        Started("8571502", ("a",)),
    ),
    (
        answer(
            '<TransactionResult><Info xml:space="preserve"><InfoLine>a</InfoLine></Info></TransactionResult>',
        ),
        Finished(("a",)),
    ),
    (HEADER.encode() + b"<ServiceProvider_Response/>", Noted()),
    (
        answer("<Error><ErrorLine>Счёт не найден</ErrorLine><ErrorLine>2</ErrorLine></Error>"),
        Refused(("Счёт не найден", "2")),
    ),
)

PARTS = "multipart/form-data; boundary=----mark"
CARRIED = (
    b'------mark\r\nContent-Disposition: form-data; name="sid"\r\n\r\n1\r\n------mark\r\n'
    b'Content-Disposition: form-data; name="XML"\r\nContent-Type: text/xml\r\n\r\n'
    + REQUESTS[0][0]
    + b"\r\n------mark--\r\n"
)
PERCENT = b"sid=1&XML=%3Ca%3E+%D7%3C%2Fa%3E"

ONLINE_TARGETS = (
    FuzzTarget("erip", "request", read_request, tuple(body for body, _ in REQUESTS)),
    FuzzTarget("erip", "answer", read_answer, tuple(body for body, _ in ANSWERS)),
    FuzzTarget("erip", "multipart", lambda body: carried(body, PARTS), (CARRIED,)),
    FuzzTarget("erip", "form", lambda body: carried(body, ""), (PERCENT,)),
)
