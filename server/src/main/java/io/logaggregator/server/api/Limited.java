package io.logaggregator.server.api;

import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.Takes;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A route that answers so many items at most as the settings allow. */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Takes(
        name = "limit",
        type = ParameterType.NUMBER,
        says = "how many items at most",
        lowest = "1",
        highest = "${aggregator.api.max-page-size}",
        standard = "${aggregator.api.page-size}",
        example = "20")
@interface Limited {}
