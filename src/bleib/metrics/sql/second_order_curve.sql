-- slug: second_order_curve
-- label_de: Zweitkauf im Zeitverlauf
-- label_en: Second order over time
-- unit: percent
-- meaning_de: Anteil der Erstkäufer, der bis zum Tag t ein zweites Mal gekauft hat; wer noch nicht so lange beobachtet ist, zählt nur so lange mit.
-- meaning_en: Share of first-time buyers who bought a second time by day t; who has not been observed that long counts only so long.
-- formula: 100 x (1 - product over days <= t of (1 - second_orders / at_risk)); 0 days = second purchase on the first day
-- formula_de: 100 x (1 - Produkt über Tage <= t von (1 - second_orders / at_risk)); 0 Tage = zweiter Kauf am ersten Tag
-- source: Kaplan & Meier (1958), JASA 53, 457-481
-- params: until date
-- columns: days bigint, at_risk bigint, second_orders bigint, share double
with waits as (
    select
        customer,
        case
            when second_on < $until then date_diff('day', first_on, second_on)
            else date_diff('day', first_on, $until) - 1
        end as days,
        coalesce(second_on < $until, false) as ordered_again
    from customers
    where first_on < $until
),
days_with_exits as (
    select days, count(*) as exits, count(*) filter (where ordered_again) as second_orders
    from waits
    group by 1
),
risk_sets as (
    select days, sum(exits) over (order by days desc) as at_risk, second_orders
    from days_with_exits
),
survival as (
    select
        days,
        at_risk,
        second_orders,
        -- The logarithm of the product. Where all at risk order, nobody is left and the share below is 100.
        sum(case when second_orders < at_risk then ln(1 - cast(second_orders as double) / at_risk) else 0 end)
            over (order by days) as log_waiting
    from risk_sets
)
select
    days,
    cast(at_risk as bigint) as at_risk,
    second_orders,
    100 * (1 - case when second_orders = at_risk then cast(0 as double) else exp(log_waiting) end) as share
from survival
order by days
