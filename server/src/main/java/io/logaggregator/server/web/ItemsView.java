package io.logaggregator.server.web;

import java.util.List;

/** A complete list, in an object so that members can be added. */
public record ItemsView<T>(List<T> items) {}
