package io.logaggregator.server.api;

import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.Takes;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A route that cuts its {@link TimeRange} into steps. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Takes(
        name = "step",
        type = ParameterType.DURATION,
        says =
                "how long each step is; without it so long, in round numbers, that there are about 60, and never so short"
                        + " that there are more than 1,500",
        example = "1h")
@interface InSteps {}
