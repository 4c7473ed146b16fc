package io.logaggregator.embedded;

import io.logaggregator.core.observation.LogEvent;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A random query text and its meaning as a Java predicate, independent of the parser.
 */
record RandomQuery(String text, Predicate<LogEvent> meaning) {

    /** Operator precedence, lowest first: an operand with lower precedence needs parentheses. */
    private enum Binding {
        NEIGHBOURS,
        OR,
        AND,
        NOT,
        SINGLE
    }

    private record Node(Binding binding, String text, Predicate<LogEvent> meaning) {}

    static RandomQuery of(Random random, RandomTerms terms, int depth) {
        Node node = new Writer(random, terms).node(depth);
        return new RandomQuery(node.text, node.meaning);
    }

    private record Writer(Random random, RandomTerms terms) {

        Node node(int depth) {
            return switch (random.nextInt(depth == 0 ? 1 : 6)) {
                case 0 -> term();
                case 1 -> negated(depth);
                case 2, 3 -> joined(depth, Binding.AND, Binding.NOT, one(" AND ", " && "), LogEvents.all());
                case 4 -> joined(depth, Binding.OR, Binding.AND, one(" OR ", " || "), LogEvents.any());
                default -> joined(depth, Binding.NEIGHBOURS, Binding.OR, " ", LogEvents.all());
            };
        }

        private Node term() {
            RandomQuery term = terms.next();
            return new Node(Binding.SINGLE, term.text, term.meaning);
        }

        private Node negated(int depth) {
            Node operand = node(depth - 1);
            return new Node(
                    Binding.NOT, one("NOT ", "-", "!") + within(Binding.SINGLE, operand), operand.meaning.negate());
        }

        private Node joined(int depth, Binding binding, Binding closer, String word, LogEvents all) {
            List<Node> operands = Stream.generate(() -> node(depth - 1))
                    .limit(2 + random.nextInt(2))
                    .toList();
            return new Node(
                    binding,
                    operands.stream().map(operand -> operand(closer, operand)).collect(Collectors.joining(word)),
                    all.of(operands.stream().map(Node::meaning).toList()));
        }

        /** Juxtaposed terms are combined with AND, so + is redundant. */
        private String operand(Binding closest, Node operand) {
            return closest == Binding.OR && random.nextInt(4) == 0
                    ? "+" + within(Binding.SINGLE, operand)
                    : within(closest, operand);
        }

        private String within(Binding closest, Node operand) {
            boolean needed = operand.binding.compareTo(closest) < 0;
            return needed || random.nextInt(5) == 0 ? "(" + operand.text + ")" : operand.text;
        }

        private String one(String... of) {
            return of[random.nextInt(of.length)];
        }
    }

    /** Combines several predicates. */
    @FunctionalInterface
    private interface LogEvents {

        Predicate<LogEvent> of(List<Predicate<LogEvent>> meanings);

        static LogEvents all() {
            return meanings -> event -> meanings.stream().allMatch(meaning -> meaning.test(event));
        }

        static LogEvents any() {
            return meanings -> event -> meanings.stream().anyMatch(meaning -> meaning.test(event));
        }
    }
}
