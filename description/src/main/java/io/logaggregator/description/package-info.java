/**
 * Describes the REST API from the code of the server: its mappings and records, their javadoc, and the annotations beside
 * them. What comes of it is a file of the server, which serves it.
 */
@NullMarked
package io.logaggregator.description;

import org.jspecify.annotations.NullMarked;
