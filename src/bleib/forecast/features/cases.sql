-- group: cases
-- label_en: Cases
-- label_de: Anliegen
-- reads: events
-- column: open_cases | number | cases | Open cases | Offene Anliegen | oldest_open_case_on | Somebody waits for an answer. | Jemand wartet auf eine Antwort.
-- column: open_serious_cases | number | cases | Open serious cases | Offene schwere Anliegen | oldest_open_serious_case_on | Somebody waits, and it is pressing (severity high or urgent). | Jemand wartet, und es drängt (Schwere hoch oder dringend).
-- column: oldest_open_case_on | date | | Oldest open case opened on | Ältestes offenes Anliegen vom | | How long somebody has been waiting. | Wie lange schon jemand wartet.
-- column: oldest_open_serious_case_on | date | | Oldest open serious case opened on | Ältestes offenes schweres Anliegen vom | | How long somebody has been waiting for something pressing. | Wie lange schon jemand auf etwas Dringendes wartet.
-- column: cases_90 | number | cases | Cases opened in 90 days | In 90 Tagen eröffnete Anliegen | | Many questions mean trouble, or interest. | Viele Fragen bedeuten Ärger oder Interesse.
-- column: escalated_365 | number | cases | Escalations in 365 days | Eskalationen in 365 Tagen | | Somebody above had to decide. | Jemand weiter oben musste entscheiden.
with openings as (
    select
        customer, source, ref,
        max(occurred_at) as opened_at,
        max(occurred_on) as opened_on,
        max_by(json_extract_string(props, '$.severity'), occurred_at) as severity,
        count(*) filter (where occurred_on >= $as_of - 90) as recent
    from events
    where type = 'case_opened' and customer is not null and occurred_on < $as_of
    group by 1, 2, 3
),
closings as (
    select
        customer as asker, source as closed_source, ref as closed_ref,
        max(occurred_at) as closed_at,
        count(*) filter (where occurred_on >= $as_of - 365 and json_extract_string(props, '$.escalated') = 'true')
            as escalated
    from events
    where type = 'case_closed' and customer is not null and occurred_on < $as_of
    group by 1, 2, 3
),
-- A case without a number cannot be told to be closed, so it is never open.
cases as (
    select
        coalesce(customer, asker) as customer,
        coalesce(ref is not null and opened_at is not null and (closed_at is null or closed_at < opened_at), false) as open,
        coalesce(severity in ('high', 'urgent'), false) as serious,
        opened_on,
        coalesce(recent, 0) as recent,
        coalesce(escalated, 0) as escalated
    from openings
    full join closings on asker = customer and closed_source = source and closed_ref is not distinct from ref
)
select
    customer,
    count(*) filter (where open) as open_cases,
    count(*) filter (where open and serious) as open_serious_cases,
    min(case when open then opened_on end) as oldest_open_case_on,
    min(case when open and serious then opened_on end) as oldest_open_serious_case_on,
    cast(sum(recent) as bigint) as cases_90,
    cast(sum(escalated) as bigint) as escalated_365
from cases
group by 1
