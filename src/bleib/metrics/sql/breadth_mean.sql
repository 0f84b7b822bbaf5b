-- slug: breadth_mean
-- label_de: Nutzungsbreite
-- label_en: Breadth
-- unit: counts
-- reads: features
-- meaning_de: Wie viele der angebotenen Produktgruppen oder Funktionen die Kunden im Mittel nutzen, und wie viele nur eine. Wer wenig nutzt, geht leicht.
-- meaning_en: How many of the product groups or features on offer customers use on average, and how many only one. Who uses little leaves easily.
-- formula: over breadth, per kind: mean = mean of used; one = customers with used = 1; one_share = one / customers x 100
-- formula_de: über breadth, je Art: mean = Mittel von used; one = Kunden mit used = 1; one_share = one / customers x 100
-- source: definition of Bleib
-- source_de: eigene Definition von Bleib
-- params: window window
-- members: per_customer; customers(kind text): kind = $kind; one(kind text): kind = $kind and used = 1
-- columns: kind text, customers bigint, offered bigint, mean double, one bigint, one_share double
with chosen as (
    select kind, customer, feature
    from features
    where day >= $window_start and day < $window_end
    group by 1, 2, 3
),
offers as (
    select kind, count(distinct feature) as offered
    from chosen
    group by 1
),
per_customer as (
    select kind, customer, count(*) as used
    from chosen
    where customer is not null
    group by 1, 2
)
select
    kind,
    count(*) as customers,
    max(offered) as offered,
    cast(sum(used) as double) / count(*) as mean,
    count(*) filter (where used = 1) as one,
    100 * count(*) filter (where used = 1) / count(*) as one_share
from per_customer
join offers using (kind)
group by 1
order by kind
