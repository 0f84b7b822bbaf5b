-- slug: rfm_segments
-- label_de: RFM-Segmente
-- label_en: RFM segments
-- unit: customers
-- meaning_de: Wie viele Kunden in jedem RFM-Segment sind und welchen Umsatz sie brachten.
-- meaning_en: How many customers are in each RFM segment and what revenue they brought.
-- formula: customers and net revenue per segment of rfm; share = customers / all customers x 100
-- formula_de: Kunden und Nettoumsatz je Segment von rfm; share = Kunden / alle Kunden x 100
-- source: the eleven segments after Putler; see rfm
-- source_de: die elf Segmente nach Putler; siehe rfm
-- params: at date, days count = none
-- uses: scored = rfm(at = at, days = days)
-- members: scored;
--   customers(segment text): segment = $segment;
--   revenue(segment text): segment = $segment -> monetary
-- columns: segment text, customers bigint, revenue money, share double
select
    segment,
    count(*) as customers,
    cast(sum(monetary) as decimal(38, 4)) as revenue,
    100 * cast(count(*) as double) / sum(count(*)) over () as share
from scored
group by segment
order by customers desc, segment
