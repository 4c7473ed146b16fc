/**
 * The REST API, version 1: one controller per resource, on the ports of the core. Controllers read parameters, ask one
 * question and show the answer as a record; they decide nothing. A parameter that no route knows is refused by name, since
 * a misspelt filter would silently widen a search.
 */
@NullMarked
package io.logaggregator.server.api;

import org.jspecify.annotations.NullMarked;
