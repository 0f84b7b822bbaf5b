"""Real contracts of a telephone company (IBM Telco): who left within a month, and what was known of them."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pytest

from bleib.forecast import churn

AS_OF = date(2020, 1, 1)


@pytest.fixture(scope="session")
def telco(shared_data) -> churn.Slice:
    (file,) = (shared_data / "telco").glob("*.csv")
    blanks = pyarrow.csv.ConvertOptions(null_values=["", " "], strings_can_be_null=True)
    table = pyarrow.csv.read_csv(file, convert_options=blanks)
    table = table.rename_columns({"customerID": "customer"})
    outcomes = pa.table({"customer": table["customer"], "left": pc.equal(table["Churn"], "Yes")})
    return churn.Slice(AS_OF, table.drop_columns(["Churn"]), outcomes)


@pytest.fixture(scope="session")
def telco_forecaster(telco) -> churn.Forecaster:
    return churn.train([telco], horizon=30)


@pytest.fixture(scope="session")
def few_forecaster(telco) -> churn.Forecaster:
    """Learned from too few contracts for trees."""
    few = churn.Slice(AS_OF, telco.features.slice(0, 600), telco.outcomes.slice(0, 600))
    return churn.train([few], horizon=30)
