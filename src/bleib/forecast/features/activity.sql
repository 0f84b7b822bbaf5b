-- group: activity
-- label_en: Activity
-- label_de: Aktivität
-- reads: activity, events
-- column: last_activity_on | date | | Last activity | Letzte Aktivität | | The last day on which the customer did anything: bought, used, visited, asked, answered or talked with sales. | Der letzte Tag, an dem der Kunde irgendetwas tat: kaufen, nutzen, besuchen, fragen, antworten oder mit dem Vertrieb sprechen.
-- column: days_since_activity | days | days | Days without any activity | Tage ohne jede Aktivität | last_activity_on | Nobody leaves before falling silent. | Niemand geht, ohne vorher still zu werden.
with signs as (
    select customer, max(day) as last_on
    from activity
    where customer is not null and orders > 0 and day < $as_of
    group by 1
    union all
    select customer, max(occurred_on) as last_on
    from events
    where customer is not null and occurred_on < $as_of
        and type in ('usage', 'visit', 'case_opened', 'answer', 'deal_opened', 'deal_won')
    group by 1
)
select customer, max(last_on) as last_activity_on, date_diff('day', max(last_on), $as_of) as days_since_activity
from signs
group by 1
