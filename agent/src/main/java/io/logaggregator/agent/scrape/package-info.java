/**
 * Scrapes the metrics of programs that expose them in the text formats of Prometheus. Start at {@link
 * io.logaggregator.agent.scrape.Scraper}.
 */
@NullMarked
package io.logaggregator.agent.scrape;

import org.jspecify.annotations.NullMarked;
