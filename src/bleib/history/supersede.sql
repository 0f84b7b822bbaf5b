-- A corrected order that is exported again replaces its old lines. Steps, each a temp table or a query of its own;
-- `claims` reads the lake, `staged` is what is being imported, `said` that and what else its sources said of the same
-- orders before a later one of them corrected it.

-- step: claimed
-- What the lake claims about the orders that are staged, and about the lines whose id an order's number is no part of:
-- those without one, and answers, which may be to another case than before.
create or replace temp table claimed as
select claims.* from claims semi join staged on staged.ref = claims.ref and staged.source = claims.source
union all
select claims.* from claims
semi join (select id from staged where ref is null or type = 'answer') as apart on apart.id = claims.id
anti join staged on staged.ref = claims.ref and staged.source = claims.source
where claims.ref is null or claims.type = 'answer';

-- step: again
-- Exported again: the staged and the live lines of an order share a line, or a product on the same day. Otherwise
-- they are a further part of it, such as a second delivery. Credits under the order's number are a part of their own.
create or replace temp table exported_again as
select live.source, live.ref, live.type
from current_lines as live
semi join said on said.id = live.id
where live.ref is not null
union
select live.source, live.ref, live.type
from current_lines as live
semi join said
    on said.source = live.source and said.ref = live.ref and said.type = live.type
    and said.product = live.product and said.occurred_on = live.occurred_on;

-- step: tombstones
-- Old lines of an order that is exported again have moved or vanished if the export speaks of their time: it covers
-- it, or the day is one that staged lines of the order are on or were on. An export from Monday on says nothing of the
-- order's lines of Sunday, nor of last year's order with the same number. What counts is where a line stands now, not
-- where it stood before it moved.
-- Retracted wherever any import claimed it, also where another retraction stands before it now: undoing that one
-- must not bring the line back.
create or replace table tombstones as
with covered as (
    select source, min(occurred_at) as since, max(occurred_at) as until
    from staged
    group by 1
),
days as (
    select said.source, said.ref, said.type, said.occurred_on
    from said semi join exported_again as again
        on again.source = said.source and again.ref = said.ref and again.type = said.type
    union
    select old.source, old.ref, old.type, old.occurred_on
    from claimed as old semi join said on said.id = old.id
),
standing as (
    select id, source, ref, type, occurred_on, occurred_at from current_lines
    union all
    select id, source, ref, type, occurred_on, occurred_at
    from claimed anti join current_lines on current_lines.id = claimed.id
),
spoken_of as (
    select standing.id
    from standing
    join exported_again as again
        on again.source = standing.source and again.ref = standing.ref and again.type = standing.type
    join covered on covered.source = standing.source
    left join days
        on days.source = standing.source and days.ref = standing.ref and days.type = standing.type
        and days.occurred_on = standing.occurred_on
    where days.ref is not null or standing.occurred_at between covered.since and covered.until
    union
    -- A line that is staged stands where it is staged, of whatever order it is, or of none.
    select old.id from claimed as old semi join staged on staged.id = old.id
)
select
    old.id, old.type, old.customer, cast(null as varchar) as contact,
    max(old.occurred_at) as occurred_at, max(old.occurred_on) as occurred_on,
    any_value(old.amount) as amount, any_value(old.currency) as currency, any_value(old.quantity) as quantity,
    any_value(old.cost) as cost, any_value(old.product) as product, old.ref, old.source,
    cast(null as varchar) as props
from claimed as old
semi join spoken_of on spoken_of.id = old.id
where not old.retracted
    and not exists (
        select 1 from staged as new
        where new.id = old.id and new.customer is not distinct from old.customer
            and date_trunc('month', new.occurred_on) = date_trunc('month', old.occurred_on)
    )
group by old.id, old.type, old.customer, old.ref, old.source, old.month;

-- step: counts
-- known: staged lines that the lake has exactly so. superseded: live lines that vanish or change.
with compared as (
    select
        live.id is not null
            and new.customer is not distinct from live.customer and new.occurred_at = live.occurred_at
            and new.amount is not distinct from live.amount and new.quantity is not distinct from live.quantity
            and new.cost is not distinct from live.cost and new.product is not distinct from live.product
            and new.props is not distinct from live.props as same,
        new.id is not null as is_staged, live.id is not null as is_live,
        live.id in (select id from tombstones) as vanishes,
        new.customer is null as anonymous, new.type = 'credit' as credit
    from current_lines as live
    full join staged as new on new.id = live.id
)
select
    count(*) filter (where same) as known,
    count(*) filter (where same and anonymous) as known_without_customer,
    count(*) filter (where same and credit) as known_cancellations,
    count(*) filter (where is_live and not same and (is_staged or vanishes)) as superseded
from compared
