-- slug: rfm
-- label_de: RFM-Bewertung
-- label_en: RFM scores
-- unit: score 1 to 5
-- meaning_de: Jeder Kunde nach letztem Kauf, Kaufhäufigkeit und Umsatz in Fünfteln bewertet (5 = am besten); gleiche Werte bekommen die gleiche Note.
-- meaning_en: Every customer scored in fifths by last purchase, number of purchases and revenue (5 = best); equal values get equal scores.
-- formula: score = 1 + floor(5 x (customers strictly worse + half of the others who are just as good) / customers), in
--   whole numbers; recency_days = days from the last purchase to `at`; monetary = net revenue, m empty where it is
--   unknown; segment from r and f
-- formula_de: Note = 1 + abgerundet(5 x (Kunden, die schlechter sind + Hälfte der anderen, die gleich gut sind) /
--   Kunden), in ganzen Zahlen; recency_days = Tage vom letzten Kauf bis `at`; monetary = Nettoumsatz, m leer, wo er
--   unbekannt ist; segment aus r und f
-- source: Hughes (1994), Strategic Database Marketing; the eleven segments after Putler
-- source_de: Hughes (1994), Strategic Database Marketing; die elf Segmente nach Putler
-- params: at date, days count = none
-- members: rows;
--   customers(r count, f count): r = $r and f = $f;
--   monetary(r count, f count): r = $r and f = $f -> monetary
-- columns: customer text, recency_days bigint, frequency bigint, monetary money, r bigint, f bigint, m bigint,
--   segment text
with purchases as (
    select
        customer,
        max(case when orders > 0 then day end) as last_on,
        sum(orders) as frequency,
        sum(revenue) as monetary
    from activity
    where customer is not null and day < $at and coalesce(date_diff('day', day, $at) <= $days, true)
    group by 1
    having sum(orders) > 0
),
-- Twice the number of customers strictly worse, plus the others who are just as good.
ranks as (
    select
        *,
        2 * count(*) over () as everybody,
        2 * (rank() over (order by last_on) - 1) + count(*) over (partition by last_on) - 1 as r_rank,
        2 * (rank() over (order by frequency) - 1) + count(*) over (partition by frequency) - 1 as f_rank,
        2 * (rank() over (order by monetary nulls first) - 1) + count(*) over (partition by monetary) - 1 as m_rank
    from purchases
),
scores as (
    select
        customer,
        date_diff('day', last_on, $at) as recency_days,
        frequency,
        monetary,
        1 + (5 * r_rank) // everybody as r,
        1 + (5 * f_rank) // everybody as f,
        1 + (5 * m_rank) // everybody as m
    from ranks
)
select
    customer,
    recency_days,
    cast(frequency as bigint) as frequency,
    cast(monetary as decimal(38, 4)) as monetary,
    cast(r as bigint) as r,
    cast(f as bigint) as f,
    case when monetary is not null then cast(m as bigint) end as m,
    case
        when r = 5 and f >= 4 then 'champions'
        when r >= 3 and f >= 4 then 'loyal'
        when r >= 4 and f >= 2 then 'potential_loyal'
        when r = 5 then 'new'
        when r = 4 then 'promising'
        when r = 3 and f = 3 then 'need_attention'
        when r = 3 then 'about_to_sleep'
        when f = 5 then 'cannot_lose'
        when f >= 3 then 'at_risk'
        when r = 1 and f = 1 then 'lost'
        else 'hibernating'
    end as segment
from scores
order by customer
