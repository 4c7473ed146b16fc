/** Servers with TLS and authentication, and the certificates and tokens for them. Start with {@code SecureKafka}. */
@NullMarked
package io.logaggregator.testkit.security;

import org.jspecify.annotations.NullMarked;
