-- slug: retention_series
-- label_de: Kundenbindung im Zeitverlauf
-- label_en: Retention period after period
-- unit: percent
-- meaning_de: Die Kundenbindungsrate von jedem Kalenderzeitraum zum nächsten. Wo der Folgezeitraum noch nicht zu Ende ist, steht nichts.
-- meaning_en: The retention rate from each calendar period to the next. Where the next period has not ended, nothing is shown.
-- formula: as retention, with base = one calendar period and next = the following one; periods begin at the first
--   purchase or at `start`; what the next period decides is empty unless it ends by `until`
-- formula_de: wie retention, mit base = einem Kalenderzeitraum und next = dem folgenden; die Zeiträume beginnen mit dem
--   ersten Kauf oder mit `start`; was der zweite entscheidet, ist leer, wenn er nicht bis `until` endet
-- source: Reichheld & Sasser (1990), Zero Defections, HBR 68(5); interval: Wilson (1927)
-- source_de: Reichheld & Sasser (1990), Zero Defections, HBR 68(5); Intervall: Wilson (1927)
-- params: unit unit = month, start date = none, until date
-- interval: kept / customers_start
-- shared: customer_periods
-- columns: period date, next_period date, customers_start bigint, customers_end bigint, new bigint, won_back bigint,
--   kept bigint, lost bigint, crr double, churn double, naive_crr double, ci95_low double, ci95_high double
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
customer_steps as (
    select
        period,
        lag(period) over (partition by customer order by period) as bought_before_in,
        lead(period) over (partition by customer order by period) as returned_in
    from customer_periods
    where bought
),
period_counts as (
    select
        period,
        count(*) as customers,
        count(*) filter (where bought_before_in is null) as new,
        count(*) filter (where returned_in = cast(period + $unit_step as date)) as kept
    from customer_steps
    group by 1
),
bounds as (
    select min(period) as first_period, $until as last_day
    from period_counts
),
calendar as (
    select cast(period_start as date) as period
    from (select unnest(generate_series(first_period, last_day, $unit_step)) as period_start from bounds)
),
pairs as (
    select
        period,
        cast(period + $unit_step as date) as next_period,
        cast(period + $unit_step + $unit_step as date) <= $until as observed
    from calendar
    where period >= coalesce($start, period) and cast(period + $unit_step as date) < $until
),
pair_counts as (
    select
        pairs.period as period,
        next_period,
        coalesce(base_counts.customers, 0) as customers_start,
        case when observed then coalesce(next_counts.customers, 0) end as customers_end,
        case when observed then coalesce(next_counts.new, 0) end as new,
        case when observed then coalesce(base_counts.kept, 0) end as kept
    from pairs
    left join period_counts as base_counts on base_counts.period = pairs.period
    left join period_counts as next_counts on next_counts.period = pairs.next_period
)
select
    period,
    next_period,
    customers_start,
    customers_end,
    new,
    customers_end - kept - new as won_back,
    kept,
    customers_start - kept as lost,
    100 * kept / nullif(customers_start, 0) as crr,
    100 * (customers_start - kept) / nullif(customers_start, 0) as churn,
    100 * (customers_end - new) / nullif(customers_start, 0) as naive_crr
from pair_counts
order by period
