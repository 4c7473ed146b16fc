/** The HTTP Event Collector of Splunk. Start with {@link io.logaggregator.gateways.splunk.SplunkGateway}. */
@NullMarked
package io.logaggregator.gateways.splunk;

import org.jspecify.annotations.NullMarked;
