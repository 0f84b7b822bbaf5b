-- slug: dropped_features
-- label_de: Aufgegebene Produktgruppen und Funktionen
-- label_en: Dropped product groups and features
-- unit: counts
-- reads: features
-- meaning_de: Was ein Kunde im Ausgangszeitraum gekauft oder genutzt hat und im Folgezeitraum nicht mehr, obwohl er noch anderes kauft oder nutzt: ein frühes Zeichen. Wer gar nichts mehr tut, steht bei der Kundenbindung.
-- meaning_en: What a customer bought or used in the base period and no more in the next one, though it still buys or uses other things: an early sign. Who does nothing any more is in retention.
-- formula: per kind: features of the customer in base and not in next, for customers with any feature in next; times =
--   how often in base, last_on = the last day before the end of next
-- formula_de: je Art: Produktgruppen oder Funktionen des Kunden in base und nicht in next, für Kunden mit irgendeiner in
--   next; times = wie oft in base, last_on = der letzte Tag vor dem Ende von next
-- source: definition of Bleib
-- source_de: eigene Definition von Bleib
-- params: base window, next window
-- members: rows; customers(kind text, feature text): kind = $kind and feature = $feature
-- columns: kind text, customer text, feature text, times bigint, last_on date
with customer_features as (
    select
        kind,
        customer,
        feature,
        sum(case when day >= $base_start and day < $base_end then times end) as times_in_base,
        max(day) as last_on,
        bool_or(day >= $base_start and day < $base_end) as in_base,
        bool_or(day >= $next_start) as in_next
    from features
    where customer is not null and day < $next_end
    group by 1, 2, 3
),
present as (
    select kind, customer
    from customer_features
    where in_next
    group by 1, 2
)
select kind, customer, feature, cast(coalesce(times_in_base, 0) as bigint) as times, last_on
from customer_features
join present using (kind, customer)
where in_base and not in_next
order by kind, customer, feature
