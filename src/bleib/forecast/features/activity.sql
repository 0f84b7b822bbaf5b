-- group: activity
-- label_en: Activity
-- label_de: Aktivität
-- reads: rhythms, signs
-- column: last_activity_on | date | | Last activity | Letzte Aktivität | | The last day on which the customer did anything: bought, used, visited, asked, answered or talked with sales. | Der letzte Tag, an dem der Kunde irgendetwas tat: kaufen, nutzen, besuchen, fragen, antworten oder mit dem Vertrieb sprechen.
-- column: days_since_activity | days | days | Days without any activity | Tage ohne jede Aktivität | last_activity_on | Nobody leaves before falling silent. | Niemand geht, ohne vorher still zu werden.
with days as (
    select customer, last_on
    from rhythms
    where last_on is not null
    union all
    select customer, last_on
    from signs
)
select customer, max(last_on) as last_activity_on, date_diff('day', max(last_on), $as_of) as days_since_activity
from days
group by 1
