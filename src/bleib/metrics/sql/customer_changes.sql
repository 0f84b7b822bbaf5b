-- slug: customer_changes
-- label_de: Veränderungen je Kunde
-- label_en: Changes per customer
-- unit: customers
-- meaning_de: Wer zwischen zwei Stichtagen neu, zurückgewonnen, verloren oder geblieben ist, und wie sich sein Umsatz im gleich langen Zeitraum vor beiden unterscheidet.
-- meaning_en: Who is new, won back, lost or kept between two dates, and how their revenue in the equally long periods before both differs.
-- formula: customer at t = purchase within the `days` days before t; new = first purchase ever between `at` and `next_at`;
--   before, after = net revenue in the `days` days before `at` and before `next_at`; change = after - before
-- formula_de: Kunde zu t = Kauf in den `days` Tagen vor t; new = erster Kauf überhaupt zwischen `at` und `next_at`;
--   before, after = Nettoumsatz in den `days` Tagen vor `at` und vor `next_at`; change = after - before
-- source: definition of Bleib; see retention
-- source_de: eigene Definition von Bleib; siehe retention
-- params: at date, next_at date, days count = 365
-- columns: customer text, name text, kind text, last_on date, before money, after money, change money
with customer_periods as (
    select
        customer as changed_customer,
        min(case when orders > 0 then day end) as first_on,
        max(case when orders > 0 then day end) as last_on,
        bool_or(orders > 0 and day < $at and date_diff('day', day, $at) <= $days) as at_start,
        bool_or(orders > 0 and date_diff('day', day, $next_at) <= $days) as at_end,
        sum(case when day < $at and date_diff('day', day, $at) <= $days then revenue end) as before,
        sum(case when date_diff('day', day, $next_at) <= $days then revenue end) as after,
        count(revenue) > 0 as is_valued
    from activity
    where customer is not null and day < $next_at
    group by 1
),
named as (
    select customer as named_customer, name
    from customers
),
changes as (
    select
        changed_customer as customer,
        name,
        case
            when at_start and at_end then 'kept'
            when at_start then 'lost'
            when first_on >= $at then 'new'
            else 'won_back'
        end as kind,
        last_on,
        case when is_valued then coalesce(before, 0) end as before,
        case when is_valued then coalesce(after, 0) end as after
    from customer_periods
    left join named on named_customer = changed_customer
    where at_start or at_end
)
select
    customer,
    name,
    kind,
    last_on,
    cast(before as decimal(38, 4)) as before,
    cast(after as decimal(38, 4)) as after,
    cast(after - before as decimal(38, 4)) as change
from changes
order by kind, abs(after - before) desc nulls last, customer
