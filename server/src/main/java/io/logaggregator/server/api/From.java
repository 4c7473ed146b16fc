package io.logaggregator.server.api;

import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.Takes;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/** The beginning of a {@link TimeRange}. */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Takes(name = "from", type = ParameterType.INSTANT, says = "the first instant", example = "-1h")
@interface From {

    /** How long before the end that is where nothing is said. */
    @AliasFor(annotation = Takes.class, attribute = "standard")
    String value();

    /** How long before the end it may be at most. */
    @AliasFor(annotation = Takes.class, attribute = "highest")
    String longest() default "";
}
