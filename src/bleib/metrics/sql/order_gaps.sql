-- slug: order_gaps
-- label_de: Abstände zwischen Käufen
-- label_en: Gaps between purchases
-- unit: days
-- meaning_de: Wie viele Tage zwischen zwei Kauftagen desselben Kunden liegen; daraus schlägt der Bericht das Fenster vor, nach dem ein Kunde als verloren gilt.
-- meaning_en: How many days lie between two purchase days of one customer; from this the report proposes the window after which a customer counts as lost.
-- formula: quantiles (linear interpolation) of the days between consecutive purchase days of each customer
-- formula_de: Quantile (linear interpoliert) der Tage zwischen aufeinanderfolgenden Kauftagen jedes Kunden
-- source: Hyndman & Fan (1996), type 7
-- source_de: Hyndman & Fan (1996), Typ 7
-- params: until date
-- columns: gaps bigint, median_days double, p75 double, p90 double, p95 double
with purchase_gaps as (
    select date_diff('day', lag(day) over (partition by customer order by day), day) as gap
    from activity
    where customer is not null and orders > 0 and day < $until
)
select
    count(gap) as gaps,
    median(gap) as median_days,
    quantile_cont(gap, 0.75) as p75,
    quantile_cont(gap, 0.9) as p90,
    quantile_cont(gap, 0.95) as p95
from purchase_gaps
