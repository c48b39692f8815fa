"""Third-party load generators: Apache JMeter, Gatling, Locust. Each runs a scenario by a plan of its own."""
