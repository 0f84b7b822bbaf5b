-- group: usage
-- label_en: Usage
-- label_de: Nutzung
-- reads: events, features
-- column: last_usage_on | date | | Last used | Zuletzt genutzt | | The last day on which anything was used. | Der letzte Tag, an dem etwas genutzt wurde.
-- column: days_since_usage | days | days | Days since anything was used | Tage seit der letzten Nutzung | last_usage_on | What nobody uses is not renewed. | Was niemand nutzt, wird nicht verlängert.
-- column: usage_30 | number | times | Uses in the last 30 days | Nutzungen der letzten 30 Tage | | How much it is used at present. | Wie viel zurzeit genutzt wird.
-- column: usage_usual_30 | number | times | Usual uses in 30 days | Übliche Nutzungen in 30 Tagen | | The mean of the 90 days before the last 30. | Das Mittel der 90 Tage vor den letzten 30.
-- column: usage_ratio | number | times | Usage against the usual | Nutzung im Verhältnis zur üblichen | | At 0.5 usage has fallen by half. | Bei 0,5 ist die Nutzung auf die Hälfte gefallen.
-- column: features_used_90 | number | features | Features used in 90 days | In 90 Tagen genutzte Funktionen | | Who uses few features can easily do without them. | Wer wenige Funktionen nutzt, kann leicht auf sie verzichten.
-- column: features_dropped | number | features | Features dropped | Aufgegebene Funktionen | | Used on two or more of the 180 days before the last 90 and not since, though others still are. | An zwei oder mehr der 180 Tage vor den letzten 90 genutzt und seitdem nicht, obwohl andere noch genutzt werden.
-- column: errors_30 | number | errors | Errors met in 30 days | Fehler in den letzten 30 Tagen | | Errors drive customers away. | Fehler vertreiben Kunden.
with used as (
    select
        customer,
        occurred_on as day,
        coalesce(quantity, 1) as times,
        coalesce(cast(json_extract_string(props, '$.errors') as bigint), 0) as errors
    from events
    where type = 'usage' and customer is not null and occurred_on < $as_of
),
sums as (
    select
        customer,
        max(day) as last_usage_on,
        sum(case when day >= $as_of - 30 then times else 0 end) as usage_30,
        sum(case when day < $as_of - 30 and day >= $as_of - 120 then times else 0 end) as usage_before,
        sum(case when day >= $as_of - 30 then errors else 0 end) as errors_30
    from used
    group by 1
),
chosen as (
    select
        customer as user_of,
        feature,
        max(day) as last_on,
        count(*) filter (where day < $as_of - 90) as days_before
    from features
    where kind = 'used' and customer is not null and day >= $as_of - 270 and day < $as_of
    group by 1, 2
),
breadths as (
    select
        user_of,
        count(*) filter (where last_on >= $as_of - 90) as features_used_90,
        case when max(last_on) >= $as_of - 90
            then count(*) filter (where last_on < $as_of - 90 and days_before >= 2) end as features_dropped
    from chosen
    group by 1
)
select
    customer,
    last_usage_on,
    date_diff('day', last_usage_on, $as_of) as days_since_usage,
    cast(usage_30 as double) as usage_30,
    cast(usage_before as double) / 3 as usage_usual_30,
    3 * cast(usage_30 as double) / nullif(cast(usage_before as double), 0) as usage_ratio,
    coalesce(features_used_90, 0) as features_used_90,
    features_dropped,
    cast(errors_30 as bigint) as errors_30
from sums
left join breadths on user_of = customer
