/**
 * Clients of other products send to the server with the configurations of docs/sources.md, and their data are queried over
 * the API. Start with {@code JavaClientsIT}.
 */
@NullMarked
package io.logaggregator.clients;

import org.jspecify.annotations.NullMarked;
