/**
 * Serves the web page of the ui module: one document for all of its addresses, and the files it loads.
 */
@NullMarked
package io.logaggregator.server.page;

import org.jspecify.annotations.NullMarked;
