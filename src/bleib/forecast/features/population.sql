-- population: who is a customer at the beginning of $as_of: bought before, or has a contract that runs.
select customer
from activity
where customer is not null and orders > 0 and day < $as_of
union
select customer
from contracts
where start_on < $as_of and (end_on is null or end_on > $as_of)
order by 1
