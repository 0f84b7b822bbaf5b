-- slug: cohorts_unbounded
-- label_de: Kohorten (in diesem Zeitraum oder später)
-- label_en: Cohorts (in that period or later)
-- unit: percent
-- meaning_de: Anteil einer Kohorte, der k Zeiträume nach dem ersten Kauf oder später noch einmal kauft, soweit beobachtet.
-- meaning_en: Share of a cohort that buys k periods after the first purchase or later, as far as observed.
-- formula: share = customers with a purchase in period cohort + age or later / cohort size x 100; cohort null = mean
--   weighted by size over the cohorts observed at that age
-- formula_de: share = Kunden mit Kauf im Zeitraum cohort + age oder später / Größe der Kohorte x 100; cohort leer =
--   nach Größe gewichtetes Mittel der Kohorten, die in diesem Alter beobachtet sind
-- source: definition of Bleib, after the unbounded retention of product analytics
-- source_de: eigene Definition von Bleib, nach der "unbounded retention" der Produktanalyse
-- params: unit unit = month, until date
-- shared: customer_spans
-- members: customer_spans;
--   size(cohort date = none, age count): cast(date_trunc($unit, first_on) as date) = coalesce($cohort,
--   cast(date_trunc($unit, first_on) as date)) and date_diff($unit, cast(date_trunc($unit, first_on) as date),
--   cast(date_trunc($unit, $until) as date)) > $age;
--   customers(cohort date = none, age count): cast(date_trunc($unit, first_on) as date) = coalesce($cohort,
--   cast(date_trunc($unit, first_on) as date)) and date_diff($unit, cast(date_trunc($unit, first_on) as date),
--   cast(date_trunc($unit, $until) as date)) > $age and date_diff($unit, cast(date_trunc($unit, first_on) as date),
--   cast(date_trunc($unit, last_on) as date)) >= $age
-- columns: cohort date, age bigint, size bigint, customers bigint, share double
with customer_spans as (
    select min(day) as first_on, max(day) as last_on, sum(orders) as orders
    from activity
    where customer is not null and orders > 0 and day < $until
    group by customer
),
spans as (
    select
        cast(date_trunc($unit, first_on) as date) as cohort,
        cast(date_trunc($unit, last_on) as date) as last_period,
        count(*) as customers
    from customer_spans
    group by 1, 2
),
bounds as (
    select min(cohort) as first_cohort, $until as last_day
    from spans
),
calendar as (
    select cast(period_start as date) as period
    from (select unnest(generate_series(first_cohort, last_day, $unit_step)) as period_start from bounds)
),
cells as (
    select
        cohort,
        date_diff($unit, cohort, period) as age,
        sum(customers) as size,
        sum(case when last_period >= period then customers else 0 end) as customers
    from spans
    join calendar on period >= cohort
    where cast(period + $unit_step as date) <= $until
    group by 1, 2
),
cells_and_mean as (
    select cohort, age, size, customers
    from cells
    union all
    select cast(null as date), age, sum(size), sum(customers)
    from cells
    group by age
)
select cohort, age, size, customers, 100 * cast(customers as double) / size as share
from cells_and_mean
order by cohort nulls last, age
