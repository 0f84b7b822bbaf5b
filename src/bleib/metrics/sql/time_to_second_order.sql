-- slug: time_to_second_order
-- label_de: Zeit bis zum zweiten Kauf
-- label_en: Time to second order
-- unit: days
-- meaning_de: Nach wie vielen Tagen die Hälfte der Erstkäufer ein zweites Mal gekauft hat, und welcher Anteil binnen 30 bis 365 Tagen. Leer, wo noch niemand so lange beobachtet ist.
-- meaning_en: After how many days half of the first-time buyers bought again, and the share within 30 to 365 days. Empty where nobody was observed that long.
-- formula: median_days = first day on which the Kaplan-Meier share reaches 50 %; share_n = its value at n days
-- formula_de: median_days = erster Tag, an dem der Anteil nach Kaplan-Meier 50 % erreicht; share_n = sein Wert nach n
--   Tagen
-- source: Kaplan & Meier (1958), JASA 53, 457-481
-- params: until date
-- uses: curve = second_order_curve(until = until)
-- members: curve_waits; customers: true; second_orders: ordered_again; waiting: not ordered_again
-- columns: customers bigint, second_orders bigint, median_days bigint, share_30 double, share_60 double,
--   share_90 double, share_180 double, share_365 double
with observed as (
    -- Once everybody has ordered again the curve stays at 100 %, however short the observation.
    select
        coalesce(max(at_risk), 0) as customers,
        coalesce(sum(second_orders), 0) as second_orders,
        -- 1e-9: the product is computed with logarithms, an exact half may come out a hair below.
        min(case when share >= 50 - 1e-9 then days end) as median_days,
        case when max(share) = 100 then 36500 else max(days) end as observed_days,
        coalesce(max(case when days <= 30 then share end), 0) as share_30,
        coalesce(max(case when days <= 60 then share end), 0) as share_60,
        coalesce(max(case when days <= 90 then share end), 0) as share_90,
        coalesce(max(case when days <= 180 then share end), 0) as share_180,
        coalesce(max(case when days <= 365 then share end), 0) as share_365
    from curve
)
select
    customers,
    cast(second_orders as bigint) as second_orders,
    median_days,
    case when observed_days >= 30 then share_30 end as share_30,
    case when observed_days >= 60 then share_60 end as share_60,
    case when observed_days >= 90 then share_90 end as share_90,
    case when observed_days >= 180 then share_180 end as share_180,
    case when observed_days >= 365 then share_365 end as share_365
from observed
