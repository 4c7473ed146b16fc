/** The bulk API of Elasticsearch. Start with {@link io.logaggregator.gateways.elasticsearch.ElasticsearchGateway}. */
@NullMarked
package io.logaggregator.gateways.elasticsearch;

import org.jspecify.annotations.NullMarked;
