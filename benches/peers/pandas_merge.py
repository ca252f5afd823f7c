"""W2 with pandas: reads the three lists, normalises the addresses, keeps the first row of each, writes them."""

import sys

import pandas as pd


def main(cdos, gemeinden, verwaltung, output):
    tables = [
        pd.read_csv(cdos, sep=";", dtype=str),
        pd.read_csv(gemeinden, sep=",", dtype=str),
        pd.read_csv(verwaltung, sep=";", dtype=str, encoding="cp1252"),
    ]
    merged = pd.concat(tables, ignore_index=True)
    merged["E-Mail"] = merged["E-Mail"].str.strip().str.lower()
    merged.drop_duplicates("E-Mail", keep="first").to_csv(output, sep=";", index=False)


main(*sys.argv[1:])
