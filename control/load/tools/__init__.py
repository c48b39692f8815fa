"""Load generators of others: Apache JMeter, Gatling, Locust. Each runs a scenario, and its plan can be taken elsewhere."""
