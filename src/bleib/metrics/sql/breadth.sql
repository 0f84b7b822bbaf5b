-- slug: breadth
-- label_de: Nutzungsbreite je Kunde
-- label_en: Breadth per customer
-- unit: counts
-- reads: features
-- meaning_de: Wie viele der angebotenen Produktgruppen ein Kunde kauft und wie viele der Funktionen er nutzt.
-- meaning_en: How many of the product groups on offer a customer buys, and how many of the features it uses.
-- formula: per kind (bought: product groups; used: features), in the window: used = distinct features of the customer,
--   offered = distinct features of all customers, share = used / offered x 100
-- formula_de: je Art (bought: Produktgruppen; used: Funktionen) im Zeitraum: used = verschiedene des Kunden, offered =
--   verschiedene aller Kunden, share = used / offered x 100
-- source: definition of Bleib
-- source_de: eigene Definition von Bleib
-- params: window window
-- columns: kind text, customer text, used bigint, offered bigint, share double
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
select kind, customer, used, offered, 100 * used / offered as share
from per_customer
join offers using (kind)
order by kind, customer
