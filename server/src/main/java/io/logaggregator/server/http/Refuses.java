package io.logaggregator.server.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.HttpStatus;

/** With what else a route refuses requests than every route does, and when: for those who read its description. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Refuses.Each.class)
public @interface Refuses {

    HttpStatus status();

    String when();

    /** Several refusals. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Each {

        Refuses[] value();
    }
}
