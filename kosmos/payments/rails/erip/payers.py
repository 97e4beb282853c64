"""Name and address of a payer, which requests and answers of ERIP write alike."""

from xml.etree.ElementTree import Element

from kosmos.payments.rails.erip.messages import Address, Person
from kosmos.payments.rails.wire.fields import Fields
from kosmos.payments.rails.wire.xml import leaves, leaves_of, tag

PART_SIGNS = 255


def person_of(element: Element) -> Person:
    """A name. MessageError names its part."""
    fields = leaves(element)
    return Person(
        fields.text("Surname", most=PART_SIGNS),
        fields.text("FirstName", most=PART_SIGNS),
        fields.text("Patronymic", most=PART_SIGNS),
        editable_of(element),
    )


def address_of(element: Element) -> Address:
    """An address. MessageError names its part."""
    fields = leaves(element)
    return Address(
        fields.text("City", most=PART_SIGNS),
        fields.text("Street", most=PART_SIGNS),
        fields.text("House", most=PART_SIGNS),
        fields.text("Building", most=PART_SIGNS),
        fields.text("Apartment", most=PART_SIGNS),
        editable_of(element),
    )


def editable_of(element: Element) -> bool | None:
    """Whether the payer may change it; None where it is not said."""
    return Fields(element.attrib).flag("Editable") if element.get("Editable") else None


def said(editable: bool | None) -> str:
    """The attribute's value."""
    return "" if editable is None else ("Y" if editable else "N")


def person_xml(person: Person) -> str:
    """A name as XML."""
    parts = {"Surname": person.surname, "FirstName": person.first_name, "Patronymic": person.patronymic}
    return tag("Name", leaves_of(parts), Editable=said(person.editable))


def address_xml(address: Address) -> str:
    """An address as XML."""
    parts = {
        "City": address.city,
        "Street": address.street,
        "House": address.house,
        "Building": address.building,
        "Apartment": address.apartment,
    }
    return tag("Address", leaves_of(parts), Editable=said(address.editable))
