-- slug: mrr_series
-- label_de: Umsatzbrücke nach Verträgen im Verlauf
-- label_en: Revenue bridge by contracts over time
-- unit: money
-- reads: contracts
-- meaning_de: Die Umsatzbrücke Kalenderzeitraum für Kalenderzeitraum, dazu die Kunden mit laufendem Vertrag.
-- meaning_en: The revenue bridge calendar period by calendar period, with the customers that have a running contract.
-- formula: per period the parts of mrr_bridge from the day before its first one to its last day, so that what begins or
--   ends on the first of a month belongs to that month; customers_start, customers_end = customers with a running
--   contract on these two days, customers_lost = those at the start without one at the end; churn = customers_lost /
--   customers_start x 100; only periods that end by `until`
-- formula_de: je Zeitraum die Teile von mrr_bridge vom Tag vor seinem ersten bis zu seinem letzten, so dass zu einem
--   Monat gehört, was an seinem Ersten beginnt oder endet; customers_start, customers_end = Kunden mit laufendem Vertrag
--   an diesen beiden Tagen, customers_lost = die davon am Ende keinen mehr haben; churn = customers_lost /
--   customers_start x 100; nur Zeiträume, die bis `until` enden
-- source: NRR and GRR as usual for subscriptions; the bridge is a definition of Bleib
-- source_de: NRR und GRR wie bei Abonnements üblich; die Brücke ist eine eigene Definition von Bleib
-- params: unit unit = month, start date = none, until date
-- columns: period date, start money, lost money, contraction money, expansion money, new money, won_back money, end money,
--   nrr double, grr double, customers_start bigint, customers_end bigint, customers_lost bigint, churn double
with stretches as (
    select customer, start_on, end_on, coalesce(amount, 0) as amount
    from contracts
    where start_on <= $until and (end_on is null or end_on > start_on)
),
steps as (
    select customer, cast(date_trunc($unit, start_on) as date) as step_period, start_on, amount, 1 as running
    from stretches
    union all
    select customer, cast(date_trunc($unit, end_on) as date), start_on, -amount, -1
    from stretches
    where end_on is not null
),
customer_steps as (
    select
        customer,
        step_period,
        min(start_on) as start_on,
        sum(amount) as amount,
        sum(running) as running
    from steps
    group by 1, 2
),
levels as (
    select
        step_period,
        amount,
        running,
        min(start_on) over (partition by customer) as first_on,
        sum(amount) over (partition by customer order by step_period) as after,
        sum(running) over (partition by customer order by step_period) as running_after
    from customer_steps
),
ends as (
    select
        step_period,
        first_on,
        amount,
        after - amount as before,
        after,
        running_after > running as at_start,
        running_after > 0 as at_end
    from levels
),
movements as (
    select
        step_period,
        amount,
        at_start,
        at_end,
        case when at_start and not at_end then before else 0 end as lost,
        case when at_start and at_end and after < before then before - after else 0 end as contraction,
        case when at_start and at_end and after > before then after - before else 0 end as expansion,
        case when at_end and after > before and before > 0 then after - before else 0 end as paid_expansion,
        case when at_end and not at_start and first_on >= step_period then after else 0 end as new,
        case when at_end and not at_start and first_on < step_period then after else 0 end as won_back
    from ends
),
sums as (
    select
        step_period,
        sum(amount) as amount,
        sum(lost) as lost,
        sum(contraction) as contraction,
        sum(expansion) as expansion,
        sum(paid_expansion) as paid_expansion,
        sum(new) as new,
        sum(won_back) as won_back,
        count(*) filter (where at_end and not at_start) as customers_came,
        count(*) filter (where at_start and not at_end) as customers_lost
    from movements
    group by 1
),
bounds as (
    select min(step_period) as first_period, $until as last_day
    from sums
),
calendar as (
    select cast(period_start as date) as period
    from (select unnest(generate_series(first_period, last_day, $unit_step)) as period_start from bounds)
),
periods as (
    select
        period,
        coalesce(lost, 0) as lost,
        coalesce(contraction, 0) as contraction,
        coalesce(expansion, 0) as expansion,
        coalesce(paid_expansion, 0) as paid_expansion,
        coalesce(new, 0) as new,
        coalesce(won_back, 0) as won_back,
        coalesce(customers_came, 0) as customers_came,
        coalesce(customers_lost, 0) as customers_lost,
        sum(coalesce(amount, 0)) over (order by period) - coalesce(amount, 0) as before,
        sum(coalesce(amount, 0)) over (order by period) as after,
        sum(coalesce(customers_came, 0) - coalesce(customers_lost, 0)) over (order by period) as customers
    from calendar
    left join sums on step_period = period
)
select
    period,
    cast(before as decimal(38, 4)) as start,
    cast(lost as decimal(38, 4)) as lost,
    cast(contraction as decimal(38, 4)) as contraction,
    cast(expansion as decimal(38, 4)) as expansion,
    cast(new as decimal(38, 4)) as new,
    cast(won_back as decimal(38, 4)) as won_back,
    cast(after as decimal(38, 4)) as "end",
    100 * cast(before - lost - contraction + paid_expansion as double) / nullif(cast(before as double), 0) as nrr,
    100 * cast(before - lost - contraction as double) / nullif(cast(before as double), 0) as grr,
    cast(customers - customers_came + customers_lost as bigint) as customers_start,
    cast(customers as bigint) as customers_end,
    cast(customers_lost as bigint) as customers_lost,
    100 * customers_lost / nullif(customers - customers_came + customers_lost, 0) as churn
from periods
where period >= coalesce($start, period) and cast(period + $unit_step as date) <= $until
order by period
