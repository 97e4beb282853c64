"""What cannot be if all is well."""


class FiguresDisagree(Exception):
    """The figures of a day are not those that its seal was made of."""
