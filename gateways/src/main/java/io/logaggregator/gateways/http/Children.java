package io.logaggregator.gateways.http;

import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the children of one kind in a message: resources, scopes or records. Keeps none of them, since a body may have
 * millions. Not thread-safe.
 */
public interface Children {

    /** Moves to the next child; false at the end. */
    boolean next();

    Bytes value();

    /** The message without its children, in a form to which children can be appended. */
    Bytes head();

    /** Children of a protobuf message. */
    final class OfProtobuf implements Children {

        private final Bytes message;
        private final int field;
        private final ProtobufFields fields;

        public OfProtobuf(Bytes message, int field) {
            this.message = message;
            this.field = field;
            this.fields = new ProtobufFields(message);
        }

        @Override
        public boolean next() {
            while (fields.next()) {
                if (fields.isNested(field)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Bytes value() {
            return fields.value();
        }

        @Override
        public Bytes head() {
            ByteOutput head = new ByteOutput();
            ProtobufFields all = new ProtobufFields(message);
            while (all.next()) {
                if (!all.isNested(field)) {
                    head.add(all.whole());
                }
            }
            return Bytes.of(head.toArray());
        }
    }

    /** Elements of an array that is a member of a JSON object. */
    final class OfJson implements Children {

        private final Bytes object;
        private final String name;
        private final BodyMembers members;
        private @Nullable JsonValues elements;

        public OfJson(Bytes object, String name) {
            this.object = object;
            this.name = name;
            this.members = new BodyMembers(object);
        }

        @Override
        public boolean next() {
            while (elements == null || !elements.next()) {
                if (elements != null && !elements.isClosed()) {
                    throw new InvalidBodyException("The body is not valid JSON: an array in " + name + " has no end.");
                }
                if (!nextArray()) {
                    return false;
                }
            }
            return true;
        }

        private boolean nextArray() {
            elements = null;
            while (members.next()) {
                if (isChildren(members) && members.value().startsWith('[')) {
                    elements = BodyMembers.elements(members.value());
                    return true;
                }
            }
            return false;
        }

        /** Names are in lower camel case; parsers of protobuf also accept those of its description. */
        private boolean isChildren(BodyMembers member) {
            String found = member.name();
            return found.equals(name)
                    || (found.indexOf('_') > 0 && found.replace("_", "").equalsIgnoreCase(name));
        }

        @Override
        public Bytes value() {
            if (elements == null) {
                throw new IllegalStateException("elements: none (expected: after next)");
            }
            return elements.value();
        }

        @Override
        public Bytes head() {
            ByteOutput head = new ByteOutput().add('{');
            BodyMembers all = new BodyMembers(object);
            while (all.next()) {
                if (!isChildren(all)) {
                    head.add(all.whole()).add(',');
                }
            }
            return Bytes.of(head.toArray());
        }
    }
}
