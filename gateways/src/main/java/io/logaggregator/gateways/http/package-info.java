/**
 * What all protocols over HTTP share: routes, elements of bodies, and responses. Start with
 * {@link io.logaggregator.gateways.http.HttpGateway}.
 */
@NullMarked
package io.logaggregator.gateways.http;

import org.jspecify.annotations.NullMarked;
