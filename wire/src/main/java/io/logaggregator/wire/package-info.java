/**
 * The wire formats of telemetry: bytes to observations. Decoding is pure and streams over the bytes once; invalid parts
 * become rejections with exactly their own bytes. Start at {@link io.logaggregator.wire.WireFormat}; the README of this
 * module describes how each field is mapped.
 */
@NullMarked
package io.logaggregator.wire;

import org.jspecify.annotations.NullMarked;
