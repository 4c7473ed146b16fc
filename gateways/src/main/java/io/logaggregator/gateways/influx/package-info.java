/** The write APIs of InfluxDB. Start with {@link io.logaggregator.gateways.influx.InfluxGateway}. */
@NullMarked
package io.logaggregator.gateways.influx;

import org.jspecify.annotations.NullMarked;
