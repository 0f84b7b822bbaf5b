import duckdb

from bench.generate import generate


def figures(path, what):
    with duckdb.connect() as connection:
        return connection.execute(f"select {what} from read_parquet('{path}')").fetchone()


def test_the_same_call_gives_the_same_lines(tmp_path):
    first, second = (generate("retail", lines=2_000, to=tmp_path / name) for name in ("a.parquet", "b.parquet"))
    assert first.read_bytes() == second.read_bytes()


def test_retail_orders_have_about_twenty_lines(tmp_path):
    path = generate("retail", lines=20_000, to=tmp_path / "lines.parquet")
    (per_order,) = figures(path, "count(*) / count(distinct ref)")
    assert 15 < per_order < 25


def test_some_lines_are_credits_or_have_no_customer(tmp_path):
    path = generate("single", lines=20_000, to=tmp_path / "lines.parquet")
    credited, anonymous = figures(path, "avg((type = 'credit')::integer), avg((customer is null)::integer)")
    assert 0.01 < credited < 0.05
    assert 0.02 < anonymous < 0.06


def test_a_csv_holds_as_many_lines_as_the_parquet_file(tmp_path):
    parquet = generate("single", lines=2_000, to=tmp_path / "lines.parquet")
    csv = generate("single", lines=2_000, to=tmp_path / "lines.csv")
    assert len(csv.read_text().splitlines()) - 1 == figures(parquet, "count(*)")[0]


def test_what_exists_is_not_drawn_again(tmp_path):
    (tmp_path / "lines.csv").write_text("kept")
    assert generate("retail", lines=10, to=tmp_path / "lines.csv").read_text() == "kept"
