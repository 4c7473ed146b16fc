/** Tests of Prometheus rules, Grafana dashboard and runbook. */
@NullMarked
package io.logaggregator.deploy.monitoring;

import org.jspecify.annotations.NullMarked;
