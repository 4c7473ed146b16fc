/**
 * Judging: what comes in is turned into signals, the evaluator makes transitions of them, the store keeps what came of
 * it together with the rows, and the sender tells it. Also the ports this needs.
 */
@NullMarked
package io.logaggregator.application.alert;

import org.jspecify.annotations.NullMarked;
