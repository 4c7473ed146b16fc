/**
 * What can be configured: one record per concern under the prefix {@code aggregator}, checked when it is bound, and the
 * wiring that builds the adapters from it. Defaults, units and reasons stand in {@code application.yaml}, once.
 */
@NullMarked
package io.logaggregator.server.config;

import org.jspecify.annotations.NullMarked;
