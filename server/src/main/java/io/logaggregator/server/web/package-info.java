/**
 * Common parts of all routes: parameters and their conversion, pages, JSON, and problem details. Start with {@link
 * io.logaggregator.server.web.Problems}.
 */
@NullMarked
package io.logaggregator.server.web;

import org.jspecify.annotations.NullMarked;
