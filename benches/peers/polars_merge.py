"""W2 with Polars: reads the three lists, normalises the addresses, keeps the first row of each, writes them."""

import sys

import polars as pl

COLUMNS = {
    "E-Mail": "email",
    "Anrede": "form_of_address",
    "Titel": "title",
    "Vorname": "first_name",
    "Nachname": "last_name",
    "Funktion": "role",
    "Kommune": "municipality",
    "Bundesland": "state",
    "PLZ": "postal_code",
}


def read(path, separator, encoding="utf8"):
    if encoding != "utf8":
        with open(path, encoding=encoding, newline="") as file:
            source = file.read().encode()
    else:
        source = path
    table = pl.read_csv(source, separator=separator, infer_schema=False)
    return table.rename({old: new for old, new in COLUMNS.items() if old in table.columns})


def main(cdos, gemeinden, verwaltung, output):
    tables = [read(cdos, ";"), read(gemeinden, ","), read(verwaltung, ";", "cp1252")]
    merged = pl.concat(tables, how="diagonal").with_columns(pl.col("email").str.strip_chars().str.to_lowercase())
    merged.unique("email", keep="first", maintain_order=True).write_csv(output, separator=";")


main(*sys.argv[1:])
