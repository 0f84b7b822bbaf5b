-- slug: cohorts
-- label_de: Kohorten
-- label_en: Cohorts
-- unit: percent
-- meaning_de: Kunden nach dem Zeitraum ihres ersten Kaufs: Anteil, der k Zeiträume später kauft, und der Umsatz dazu. Noch nicht vollständig beobachtete Felder fehlen.
-- meaning_en: Customers by the period of their first purchase: the share buying k periods later, and the revenue. Cells not fully observed are absent.
-- formula: share = customers with a purchase in period cohort + age / cohort size x 100; revenue is net of refunds;
--   revenue_share = revenue / revenue of the same cohort at age 0 x 100; cohort null = mean weighted by size over the
--   cohorts observed at that age
-- formula_de: share = Kunden mit Kauf im Zeitraum cohort + age / Größe der Kohorte x 100; Umsatz nach Abzug der
--   Gutschriften; revenue_share = revenue / revenue derselben Kohorte im Alter 0 x 100; cohort leer = nach Größe
--   gewichtetes Mittel der Kohorten, die in diesem Alter beobachtet sind
-- source: definition of Bleib, after the bounded retention of product analytics
-- source_de: eigene Definition von Bleib, nach der "bounded retention" der Produktanalyse
-- params: unit unit = month, until date
-- shared: customer_periods
-- members: customer_periods join first_periods using (customer);
--   size(cohort date = none, age count): bought and period = cohort and cohort = coalesce($cohort, cohort) and
--   date_diff($unit, cohort, cast(date_trunc($unit, $until) as date)) > $age;
--   customers(cohort date = none, age count): bought and date_diff($unit, cohort, period) = $age and cohort =
--   coalesce($cohort, cohort) and date_diff($unit, cohort, cast(date_trunc($unit, $until) as date)) > $age;
--   revenue(cohort date = none, age count): date_diff($unit, cohort, period) = $age and cohort = coalesce($cohort,
--   cohort) and date_diff($unit, cohort, cast(date_trunc($unit, $until) as date)) > $age -> revenue
-- columns: cohort date, age bigint, size bigint, customers bigint, share double, revenue money, revenue_share double
with customer_periods as (
    select
        customer,
        cast(date_trunc($unit, day) as date) as period,
        bool_or(orders > 0) as bought,
        sum(revenue) as revenue
    from activity
    where customer is not null and day < $until
    group by 1, 2
),
first_periods as (
    select customer, min(period) as cohort
    from customer_periods
    where bought
    group by 1
),
cohort_periods as (
    select
        cohort,
        period,
        count(*) filter (where bought) as buyers,
        sum(revenue) as period_revenue
    from customer_periods
    join first_periods using (customer)
    where period >= cohort
    group by 1, 2
),
sizes as (
    select cohort, buyers as size, period_revenue as first_revenue
    from cohort_periods
    where period = cohort
),
bounds as (
    select min(cohort) as first_cohort, $until as last_day
    from sizes
),
calendar as (
    select cast(period_start as date) as period
    from (select unnest(generate_series(first_cohort, last_day, $unit_step)) as period_start from bounds)
),
observed_cells as (
    select cohort, period, size, first_revenue
    from sizes
    join calendar on period >= cohort
    where cast(period + $unit_step as date) <= $until
),
cells as (
    select
        cohort,
        date_diff($unit, cohort, period) as age,
        size,
        coalesce(buyers, 0) as customers,
        case when first_revenue is not null then coalesce(period_revenue, 0) end as revenue,
        first_revenue
    from observed_cells
    left join cohort_periods using (cohort, period)
),
cells_and_mean as (
    select cohort, age, size, customers, revenue, first_revenue
    from cells
    union all
    select cast(null as date), age, sum(size), sum(customers), sum(revenue), sum(first_revenue)
    from cells
    group by age
)
select
    cohort,
    age,
    size,
    customers,
    100 * cast(customers as double) / size as share,
    cast(revenue as decimal(38, 4)) as revenue,
    case when first_revenue > 0 then 100 * cast(revenue as double) / cast(first_revenue as double) end as revenue_share
from cells_and_mean
order by cohort nulls last, age
