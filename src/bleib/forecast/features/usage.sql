-- group: usage
-- label_en: Usage
-- label_de: Nutzung
-- reads: events, feature_lines, habits, signs
-- column: last_usage_on | date | | Last used | Zuletzt genutzt | | The last day on which anything was used. | Der letzte Tag, an dem etwas genutzt wurde.
-- column: days_since_usage | days | days | Days since anything was used | Tage seit der letzten Nutzung | last_usage_on | What nobody uses is not renewed. | Was niemand nutzt, wird nicht verlängert.
-- column: usage_30 | number | times | Uses in the last 30 days | Nutzungen der letzten 30 Tage | | How much it is used at present. | Wie viel zurzeit genutzt wird.
-- column: usage_usual_30 | number | times | Usual uses in 30 days | Übliche Nutzungen in 30 Tagen | | The mean of the 90 days before the last 30. | Das Mittel der 90 Tage vor den letzten 30.
-- column: usage_ratio | number | times | Usage against the usual | Nutzung im Verhältnis zur üblichen | | At 0.5 usage has fallen by half. | Bei 0,5 ist die Nutzung auf die Hälfte gefallen.
-- column: features_used_90 | number | features | Features used in 90 days | In 90 Tagen genutzte Funktionen | | Who uses few features can easily do without them. | Wer wenige Funktionen nutzt, kann leicht auf sie verzichten.
-- column: features_dropped | number | features | Features dropped | Aufgegebene Funktionen | | Used on two or more of the 180 days before the last 90 and not since, though others still are. | An zwei oder mehr der 180 Tage vor den letzten 90 genutzt und seitdem nicht, obwohl andere noch genutzt werden.
-- column: errors_30 | number | errors | Errors met in 30 days | Fehler in den letzten 30 Tagen | | Errors drive customers away. | Fehler vertreiben Kunden.
with sums as (
    select
        customer as used_by,
        sum(case when occurred_on >= $as_of - 30 then coalesce(quantity, 1) else 0 end) as usage_30,
        sum(case when occurred_on < $as_of - 30 then coalesce(quantity, 1) else 0 end) as usage_before,
        sum(case when occurred_on >= $as_of - 30
            then coalesce(cast(json_extract_string(props, '$.errors') as bigint), 0) else 0 end) as errors_30
    from events
    where type = 'usage' and customer is not null and occurred_on >= $as_of - 120 and occurred_on < $as_of
    group by 1
),
widths as (
    select customer as user_of, count(distinct feature) as features_used_90
    from feature_lines
    where kind = 'used' and day >= $as_of - 90 and day < $as_of
    group by 1
),
losses as (
    select customer as loser, count(*) as dropped
    from habits
    where last_on < $as_of - 90 and second_on >= $as_of - 270
    group by 1
)
select
    customer,
    last_usage_on,
    date_diff('day', last_usage_on, $as_of) as days_since_usage,
    cast(coalesce(usage_30, 0) as double) as usage_30,
    cast(coalesce(usage_before, 0) as double) / 3 as usage_usual_30,
    3 * cast(usage_30 as double) / nullif(cast(usage_before as double), 0) as usage_ratio,
    coalesce(features_used_90, 0) as features_used_90,
    case when features_used_90 > 0 then coalesce(dropped, 0) end as features_dropped,
    cast(coalesce(errors_30, 0) as bigint) as errors_30
from signs
left join sums on used_by = customer
left join widths on user_of = customer
left join losses on loser = customer
where last_usage_on is not null
