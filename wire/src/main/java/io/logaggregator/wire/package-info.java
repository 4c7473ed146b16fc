/**
 * The formats in which telemetry travels: bytes to observations and back. Decoding is pure and streams: the parser
 * walks once over the bytes of a message, and what cannot be used becomes a rejection with exactly its own bytes. {@link
 * io.logaggregator.wire.WireFormat} is the way in; the README of this module tells what becomes of each field.
 */
@NullMarked
package io.logaggregator.wire;

import org.jspecify.annotations.NullMarked;
