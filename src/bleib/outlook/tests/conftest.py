from bleib.customers.tests.conftest import NOW, customer, home, now

__all__ = ["NOW", "customer", "home", "now"]
