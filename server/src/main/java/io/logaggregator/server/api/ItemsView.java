package io.logaggregator.server.api;

import java.util.List;

/** A list that is always whole: an object around it, so that something can be added one day. */
record ItemsView<T>(List<T> items) {}
