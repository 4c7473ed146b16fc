/**
 * The HTTP connection below the routes: Tomcat, TLS, and the filters of every request. {@link
 * io.logaggregator.server.http.FilterOrder} lists the filters.
 */
@NullMarked
package io.logaggregator.server.http;

import org.jspecify.annotations.NullMarked;
