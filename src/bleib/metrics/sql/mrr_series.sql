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
with running as (
    select customer, start_on, end_on, amount
    from contracts
    where start_on <= $until and (end_on is null or end_on > start_on)
),
firsts as (
    select customer, min(start_on) as first_on
    from running
    group by 1
),
bounds as (
    select cast(date_trunc($unit, coalesce($start, min(first_on))) as date) as first_period, $until as last_day
    from firsts
),
calendar as (
    select cast(period_start as date) as period
    from (select unnest(generate_series(first_period, last_day, $unit_step)) as period_start from bounds)
),
periods as (
    select
        period,
        cast(period - interval '1' day as date) as day_before,
        cast(cast(period + $unit_step as date) - interval '1' day as date) as its_last_day
    from calendar
    where period >= coalesce($start, period) and cast(period + $unit_step as date) <= $until
),
starts as (
    select period as start_period, customer as start_customer, coalesce(sum(amount), 0) as mrr_before
    from periods
    join running on start_on <= day_before and (end_on is null or end_on > day_before)
    group by 1, 2
),
ends as (
    select period as end_period, customer as end_customer, coalesce(sum(amount), 0) as mrr_after
    from periods
    join running on start_on <= its_last_day and (end_on is null or end_on > its_last_day)
    group by 1, 2
),
levels as (
    select
        coalesce(start_period, end_period) as level_period,
        coalesce(start_customer, end_customer) as customer,
        start_customer is not null as at_start,
        end_customer is not null as at_end,
        coalesce(mrr_before, 0) as before,
        coalesce(mrr_after, 0) as after
    from starts
    full join ends on end_period = start_period and end_customer = start_customer
),
movements as (
    select
        level_period,
        before,
        after,
        at_start,
        at_end,
        case when not at_end then before else 0 end as lost,
        case when at_start and at_end and after < before then before - after else 0 end as contraction,
        case when at_start and at_end and after > before then after - before else 0 end as expansion,
        case when not at_start and first_on >= level_period then after else 0 end as new,
        case when not at_start and first_on < level_period then after else 0 end as won_back,
        case when before > 0 then after else 0 end as after_of_those,
        least(after, before) as retained
    from levels
    join firsts using (customer)
),
sums as (
    select
        level_period,
        sum(before) as before,
        sum(lost) as lost,
        sum(contraction) as contraction,
        sum(expansion) as expansion,
        sum(new) as new,
        sum(won_back) as won_back,
        sum(after) as after,
        sum(after_of_those) as after_of_those,
        sum(retained) as retained,
        count(*) filter (where at_start) as customers_start,
        count(*) filter (where at_end) as customers_end,
        count(*) filter (where at_start and not at_end) as customers_lost
    from movements
    group by 1
)
select
    period,
    cast(coalesce(before, 0) as decimal(38, 4)) as start,
    cast(coalesce(lost, 0) as decimal(38, 4)) as lost,
    cast(coalesce(contraction, 0) as decimal(38, 4)) as contraction,
    cast(coalesce(expansion, 0) as decimal(38, 4)) as expansion,
    cast(coalesce(new, 0) as decimal(38, 4)) as new,
    cast(coalesce(won_back, 0) as decimal(38, 4)) as won_back,
    cast(coalesce(after, 0) as decimal(38, 4)) as "end",
    100 * cast(after_of_those as double) / nullif(cast(before as double), 0) as nrr,
    100 * cast(retained as double) / nullif(cast(before as double), 0) as grr,
    coalesce(customers_start, 0) as customers_start,
    coalesce(customers_end, 0) as customers_end,
    coalesce(customers_lost, 0) as customers_lost,
    100 * customers_lost / nullif(customers_start, 0) as churn
from periods
left join sums on level_period = period
order by period
