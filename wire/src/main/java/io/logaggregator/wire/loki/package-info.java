/**
 * Push requests of Loki's clients. Start at {@link io.logaggregator.wire.loki.LokiPush}.
 */
@NullMarked
package io.logaggregator.wire.loki;

import org.jspecify.annotations.NullMarked;
