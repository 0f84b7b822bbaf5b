-- group: returning
-- label_en: Coming back
-- label_de: Rückkehr
-- reads: activity
-- column: won_back_on | date | | Won back on | Zurückgewonnen am | | The last day of purchase after a year or longer without any. | Der letzte Kauftag nach einem Jahr oder länger ohne Kauf.
with bought as (
    select customer, list_sort(list(day)) as days
    from activity
    where customer is not null and orders > 0 and day < $as_of
    group by 1
    having count(*) > 1
)
select
    customer,
    list_max([days[i] for i in range(2, len(days) + 1) if date_diff('day', days[i - 1], days[i]) >= 365]) as won_back_on
from bought
