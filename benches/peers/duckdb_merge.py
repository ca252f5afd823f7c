"""W2 with DuckDB: reads the three lists, normalises the addresses, keeps the first row of each, writes them."""

import sys

import duckdb

READ = """
    SELECT {order} AS list, row_number() OVER () AS line, {columns}
    FROM read_csv('{path}', delim = '{separator}', header = true, all_varchar = true)
"""

SHARED = {
    "email": '"E-Mail"',
    "form_of_address": '"Anrede"',
    "first_name": '"Vorname"',
    "last_name": '"Nachname"',
    "role": '"Funktion"',
    "municipality": '"Kommune"',
    "postal_code": '"PLZ"',
}
ALL = {**SHARED, "title": '"Titel"', "state": '"Bundesland"', "came": '"Teilnahme 2023"'}


def read(order, path, separator, columns):
    words = ", ".join(f"{columns.get(name, 'NULL')} AS {name}" for name in ALL)
    return READ.format(order=order, columns=words, path=path, separator=separator)


def main(cdos, gemeinden, verwaltung, output):
    converted = verwaltung + ".utf8"
    with open(verwaltung, encoding="cp1252", newline="") as old, open(converted, "w", encoding="utf8", newline="") as new:
        new.write(old.read())
    lists = [read(0, cdos, ";", ALL), read(1, gemeinden, ",", SHARED), read(2, converted, ";", ALL)]
    duckdb.sql(f"""
        COPY (
            SELECT * EXCLUDE (list, line) REPLACE (lower(trim(email)) AS email) FROM ({' UNION ALL '.join(lists)})
            QUALIFY row_number() OVER (PARTITION BY lower(trim(email)) ORDER BY list, line) = 1
        ) TO '{output}' (HEADER, DELIMITER ';')
    """)


main(*sys.argv[1:])
