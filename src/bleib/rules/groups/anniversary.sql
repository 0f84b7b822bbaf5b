-- group: anniversary
-- label_en: Anniversary
-- label_de: Jahrestag
-- reads: activity, contracts
-- column: relationship_since_on | date | | Beginning of the relationship | Beginn der Beziehung | | The first order or the first day of the first contract. | Die erste Bestellung oder der erste Tag des ersten Vertrags.
-- column: anniversary_on | date | | Next birthday of the relationship | Nächster Geburtstag der Beziehung | | An occasion to say thanks. | Ein Anlass, Danke zu sagen.
-- column: anniversary_years | number | years | Next birthday of the relationship in years | Nächster Geburtstag der Beziehung in Jahren | | Round ones count double. | Runde zählen doppelt.
with began as (
    select customer, min(day) as first_on
    from (
        select customer, day from activity where customer is not null and orders > 0 and day <= $as_of
        union all
        select customer, start_on from contracts where customer is not null and start_on <= $as_of
    )
    group by 1
),
years as (
    select customer, first_on, greatest(1, date_diff('year', first_on, $as_of)) as full from began
),
-- Who began on 29 February has its birthday on the 28th of other years.
coming as (
    select
        customer,
        first_on,
        case when cast(first_on + to_years(full) as date) < $as_of then full + 1 else full end as years
    from years
)
select
    customer,
    first_on as relationship_since_on,
    cast(first_on + to_years(years) as date) as anniversary_on,
    years as anniversary_years,
    cast(first_on + to_years(years) as date) + 1 as anniversary_until
from coming
