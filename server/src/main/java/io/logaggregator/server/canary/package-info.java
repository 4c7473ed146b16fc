/**
 * Each instance sends itself a line now and then, the whole way through queue, decoding, judging and database, and looks for
 * it where everybody looks. Whatever is wrong with the way, and whoever does not notice it himself, it shows here.
 */
@NullMarked
package io.logaggregator.server.canary;

import org.jspecify.annotations.NullMarked;
