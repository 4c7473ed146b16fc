/**
 * Who is asking, and whether he may: Spring Security with the keys and sessions of {@code access}.
 */
@NullMarked
package io.logaggregator.server.security;

import org.jspecify.annotations.NullMarked;
