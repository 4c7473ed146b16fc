/**
 * The REST API, version 1: one controller per resource, on the ports of the core. Controllers bind parameters, call one
 * port, and return a record; they contain no domain logic.
 */
@NullMarked
package io.logaggregator.server.api;

import org.jspecify.annotations.NullMarked;
