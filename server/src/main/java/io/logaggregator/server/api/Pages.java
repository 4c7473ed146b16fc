package io.logaggregator.server.api;

import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.Takes;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A route that answers page by page. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Limited
@Takes(
        name = "cursor",
        type = ParameterType.CURSOR,
        says = "the nextCursor of the page before, with the same other parameters; without it the newest page")
@interface Pages {}
