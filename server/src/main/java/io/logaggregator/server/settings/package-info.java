/**
 * The settings below the prefix {@code aggregator}: one record per concern. Defaults, units and reasons are in {@code
 * application.yaml}. Start with {@link io.logaggregator.server.settings.AggregatorSettings}.
 */
@NullMarked
package io.logaggregator.server.settings;

import org.jspecify.annotations.NullMarked;
