/** Uploads of systemd's journal. Start with {@link io.logaggregator.gateways.journal.JournalGateway}. */
@NullMarked
package io.logaggregator.gateways.journal;

import org.jspecify.annotations.NullMarked;
