package io.logaggregator.description;

import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.method.HandlerMethod;

/** Examples of bodies: the files {@code examples/<operation>/<name>.json}, or {@code .ndjson}. */
@Order(3)
final class DescribedExamples implements OperationCustomizer {

    private final PathMatchingResourcePatternResolver files = new PathMatchingResourcePatternResolver();

    @Override
    public Operation customize(Operation operation, HandlerMethod route) {
        if (operation.getRequestBody() != null) {
            Resource[] examples = examplesOf(operation.getOperationId());
            Arrays.stream(examples)
                    .sorted(Comparator.comparing(DescribedExamples::fileName))
                    .forEach(example -> add(operation, example));
        }
        return operation;
    }

    private Resource[] examplesOf(String operation) {
        try {
            Resource[] found =
                    files.getResources("classpath*:io/logaggregator/description/examples/" + operation + "/*");
            if (found.length == 0) {
                throw new IllegalStateException(
                        operation + ": no example (expected: a file in examples/" + operation + ")");
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Operation operation, Resource file) {
        String[] name = fileName(file).split("\\.", 2);
        boolean json = name[1].equals("json");
        String type = json ? "application/json" : "application/x-ndjson";
        MediaType body =
                Objects.requireNonNull(operation.getRequestBody().getContent().get(type), type);
        body.addExamples(
                name[0], new Example().summary(name[0].replace('-', ' ')).value(value(file, json)));
    }

    private static Object value(Resource file, boolean json) {
        try {
            String text = file.getContentAsString(StandardCharsets.UTF_8);
            return json ? Json31.mapper().readTree(text) : text;
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static String fileName(Resource file) {
        return Objects.requireNonNull(file.getFilename());
    }
}
