package io.logaggregator.gateways.http;

import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.JsonValues;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Iterators over the elements of usual bodies. They build an element when it is read. */
public final class ElementsOf {

    private ElementsOf() {}

    /** Calls a supplier until it has no further element. */
    public static Iterator<Element> supplier(Supplier<Optional<Element>> next) {
        return new Iterator<>() {

            private @Nullable Element pending;

            @Override
            public boolean hasNext() {
                if (pending == null) {
                    pending = next.get().orElse(null);
                }
                return pending != null;
            }

            @Override
            public Element next() {
                if (!hasNext() || pending == null) {
                    throw new NoSuchElementException();
                }
                Element element = pending;
                pending = null;
                return element;
            }
        };
    }

    /**
     * The JSON values of a body: an array, or values in a row with or without separators. Text that is no value is one element
     * up to the end, which becomes a rejection.
     */
    public static Iterator<Element> json(byte[] body) {
        Bytes text = Bytes.of(body).withoutByteOrderMark().withoutPadding().strip();
        return text.startsWith('[') ? array(text) : row(text);
    }

    private static Iterator<Element> array(Bytes text) {
        JsonValues values = BodyMembers.elements(text);
        boolean[] ended = {false};
        return supplier(() -> {
            if (!ended[0] && values.next()) {
                return Optional.of(element(values.value()));
            }
            Bytes rest = values.rest();
            boolean invalid = !ended[0] && !rest.isEmpty();
            ended[0] = true;
            return invalid ? Optional.of(element(rest)) : Optional.empty();
        });
    }

    private static Iterator<Element> row(Bytes text) {
        Bytes[] rest = {text};
        return supplier(() -> {
            Bytes next = withoutSeparators(rest[0]);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            int end = next.startsWith('{') ? JsonValues.endOfFirst(next) : -1;
            Bytes value = end < 0 ? next : next.endingAt(end);
            rest[0] = next.startingAt(value.to());
            return Optional.of(element(value));
        });
    }

    private static Bytes withoutSeparators(Bytes text) {
        Bytes rest = text.strip();
        while (rest.startsWith(',') || rest.startsWith('\0')) {
            rest = rest.startingAt(rest.from() + 1).strip();
        }
        return rest;
    }

    private static Element element(Bytes value) {
        return new Element(new ByteOutput(value.length()).add(value).toArray(), 1);
    }

    /** The lines that are not blank. */
    public static Iterator<Bytes> lines(Bytes text) {
        return new Iterator<>() {

            private Bytes rest = text.withoutByteOrderMark().strip();

            @Override
            public boolean hasNext() {
                return !rest.isEmpty();
            }

            @Override
            public Bytes next() {
                if (rest.isEmpty()) {
                    throw new NoSuchElementException();
                }
                int end = rest.from();
                while (end < rest.to() && rest.array()[end] != '\n') {
                    end++;
                }
                Bytes line = rest.endingAt(end).strip();
                rest = rest.startingAt(rest.skipSpace(end));
                return line;
            }
        };
    }
}
