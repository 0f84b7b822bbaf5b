-- group: cases
-- label_en: Cases
-- label_de: Anliegen
-- reads: events, case_states
-- column: open_cases | number | cases | Open cases | Offene Anliegen | oldest_open_case_on | Somebody waits for an answer. | Jemand wartet auf eine Antwort.
-- column: open_serious_cases | number | cases | Open serious cases | Offene schwere Anliegen | oldest_open_serious_case_on | Somebody waits, and it is pressing (severity high or urgent). | Jemand wartet, und es drängt (Schwere hoch oder dringend).
-- column: oldest_open_case_on | date | | Oldest open case opened on | Ältestes offenes Anliegen vom | | How long somebody has been waiting. | Wie lange schon jemand wartet.
-- column: oldest_open_serious_case_on | date | | Oldest open serious case opened on | Ältestes offenes schweres Anliegen vom | | How long somebody has been waiting for something pressing. | Wie lange schon jemand auf etwas Dringendes wartet.
-- column: cases_90 | number | cases | Cases opened in 90 days | In 90 Tagen eröffnete Anliegen | | Many questions mean trouble, or interest. | Viele Fragen bedeuten Ärger oder Interesse.
-- column: escalated_365 | number | cases | Escalations in 365 days | Eskalationen in 365 Tagen | | Somebody above had to decide. | Jemand weiter oben musste entscheiden.
with windows as (
    select
        customer as asker,
        count(*) filter (where type = 'case_opened' and occurred_on >= $as_of - 90) as cases_90,
        count(*) filter (where type = 'case_closed' and json_extract_string(props, '$.escalated') = 'true')
            as escalated_365
    from events
    where type in ('case_opened', 'case_closed') and customer is not null
        and occurred_on >= $as_of - 365 and occurred_on < $as_of
    group by 1
)
select
    customer,
    open_cases,
    open_serious_cases,
    oldest_open_case_on,
    oldest_open_serious_case_on,
    coalesce(cases_90, 0) as cases_90,
    coalesce(escalated_365, 0) as escalated_365
from case_states
left join windows on asker = customer
