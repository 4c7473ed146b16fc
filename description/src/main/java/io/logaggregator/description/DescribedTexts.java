package io.logaggregator.description;

import io.swagger.v3.oas.models.Operation;
import java.util.Objects;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.Order;
import org.springframework.web.method.HandlerMethod;

/** What a route does: the first sentence of its javadoc, and the others. */
@Order(0)
final class DescribedTexts implements OperationCustomizer {

    @Override
    public Operation customize(Operation operation, HandlerMethod route) {
        String javadoc = Objects.requireNonNull(operation.getDescription(), route + ": no javadoc");
        String text = Sentence.ofJavadoc(javadoc);
        String[] sentences = text.split("\\.(\\s+|$)", 2);
        operation.setSummary(sentences[0]);
        operation.setDescription(sentences.length == 1 ? "" : sentences[1]);
        return operation;
    }
}
