"""The figures as a good analyst writes them in pandas: vectorised, categories for text, floats for money."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from bench.figures import Cell, Figures, table
from bench.windows import BASE, NEXT, UNTIL

COLUMNS = ["type", "customer", "ref", "occurred_on", "quantity", "amount"]
LAST_MONTH = UNTIL.year * 12 + UNTIL.month - 2


def frames(lines: Path) -> Figures:
    good = read(lines)
    bought = purchases(good)
    months = bought.groupby(["customer", "month"], observed=True).size().rename("orders").reset_index()
    customers = summarise(months)
    money = good.groupby(["customer", "month"], observed=True)["amount"].sum().reset_index()
    return {
        "retention": [retention(customers)],
        "retention_regulars": [retention(customers[customers.regular])],
        "retention_series": series(months, customers),
        "repeat_share": table([[len(customers), int((customers.orders >= 2).sum())]]),
        "won_back_rate": [won_back_rate(customers)],
        "cohorts": cohorts(months, customers, money),
        "cohorts_unbounded": unbounded(customers),
    }


def read(lines: Path) -> pd.DataFrame:
    """Lines with a customer; `month` counts months since the year 0. Decimals would become slow Python objects."""
    columns = pq.read_table(lines, columns=COLUMNS, read_dictionary=["type", "customer", "ref"])
    for name in ("quantity", "amount"):
        columns = columns.set_column(columns.schema.get_field_index(name), name, columns[name].cast(pa.float64()))
    frame = columns.to_pandas(date_as_object=False)
    frame = frame[frame.customer.notna()]
    return frame.assign(month=frame.occurred_on.dt.year * 12 + frame.occurred_on.dt.month - 1)


def purchases(lines: pd.DataFrame) -> pd.DataFrame:
    """One row per order that was not cancelled in full under its own number: customer, month of its first line."""
    bought = lines[(lines.type == "order") & (lines.quantity > 0) & (lines.amount > 0)]
    orders = bought.groupby(["customer", "ref"], observed=True, sort=False)["month"].min().reset_index()
    credited = lines.loc[lines.type == "credit", "ref"].unique()
    net = lines[lines.ref.isin(credited)].groupby(["customer", "ref"], observed=True)["amount"].sum().round(4)
    cancelled = net[net <= 0].reset_index()[["customer", "ref"]].assign(cancelled=True)
    merged = orders.merge(cancelled, on=["customer", "ref"], how="left")
    return merged[merged.cancelled.isna()]


def number(day: date) -> int:
    return day.year * 12 + day.month - 1


def summarise(months: pd.DataFrame) -> pd.DataFrame:
    """One row per customer: cohort, last month, orders, and whether it bought in the two windows."""
    by = months.groupby("customer", observed=True)
    customers = pd.DataFrame({"cohort": by.month.min(), "last": by.month.max(), "orders": by.orders.sum()})
    for name, (start, end) in {"in_base": BASE, "in_next": NEXT}.items():
        inside = months[(months.month >= number(start)) & (months.month < number(end))].customer.unique()
        customers[name] = customers.index.isin(inside)
    before = months[months.month < number(BASE[1])].groupby("customer", observed=True).orders.sum()
    customers["regular"] = before.reindex(customers.index, fill_value=0) >= 2
    return customers


def retention(customers: pd.DataFrame) -> list[Cell]:
    base, following = customers.in_base, customers.in_next
    start, end, kept = int(base.sum()), int(following.sum()), int((base & following).sum())
    new = int((following & (customers.cohort >= number(NEXT[0]))).sum())
    return [start, end, new, end - kept - new, kept, start - kept]


def won_back_rate(customers: pd.DataFrame) -> list[Cell]:
    inactive = customers[(customers.cohort < number(BASE[0])) & ~customers.in_base]
    return [len(inactive), int(inactive.in_next.sum())]


def series(months: pd.DataFrame, customers: pd.DataFrame) -> list[list[Cell]]:
    seen = months.sort_values(["customer", "month"])
    same = seen.customer == seen.customer.shift(-1)
    kept = seen[same & (seen.month.shift(-1) == seen.month + 1)].groupby("month").size()
    active, new = seen.groupby("month").size(), customers.groupby("cohort").size()
    rows: list[list[Cell]] = []
    for month in active.index[:-1]:
        start, end, stayed = int(active[month]), int(active[month + 1]), int(kept.get(month, 0))
        first = int(new.get(month + 1, 0))
        rows.append([iso(month), start, end, first, end - stayed - first, stayed, start - stayed])
    return rows


def cohorts(months: pd.DataFrame, customers: pd.DataFrame, money: pd.DataFrame) -> list[list[Cell]]:
    sizes = customers.groupby("cohort").size()
    active = matrix(months.join(customers.cohort, on="customer"), "customer", "count")
    paid = money.join(customers.cohort, on="customer", how="inner")
    revenue = matrix(paid[paid.month >= paid.cohort], "amount", "sum")
    return [
        [iso(cohort), age, int(size), int(active.get((cohort, age), 0)), float(revenue.get((cohort, age), 0))]
        for cohort, size in sizes.items()
        for age in range(LAST_MONTH - cohort + 1)
    ]


def matrix(rows: pd.DataFrame, column: str, how: str) -> dict[tuple[int, int], float]:
    return rows.assign(age=rows.month - rows.cohort).groupby(["cohort", "age"])[column].agg(how).to_dict()


def unbounded(customers: pd.DataFrame) -> list[list[Cell]]:
    stays = customers.assign(stayed=customers["last"] - customers.cohort).groupby(["cohort", "stayed"]).size()
    rows: list[list[Cell]] = []
    for cohort, counts in stays.groupby(level="cohort"):
        by_age = counts.droplevel("cohort").reindex(range(LAST_MONTH - cohort + 1), fill_value=0)
        remaining = by_age[::-1].cumsum()[::-1]
        rows += [[iso(cohort), age, int(remaining[0]), int(left)] for age, left in remaining.items()]
    return rows


def iso(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02d}-01"
