/** Alerts in the API v2 of Alertmanager. Start at {@link io.logaggregator.gateways.alertmanager.AlertmanagerGateway}. */
@NullMarked
package io.logaggregator.gateways.alertmanager;

import org.jspecify.annotations.NullMarked;
