package io.logaggregator.agent.lines;

import java.util.regex.Pattern;

/**
 * Decides whether a line continues the log event above it, as in stack traces of Java, .NET, Python, Go, Node.js, Ruby and
 * PHP. An indented line always does. Not thread-safe.
 */
final class TraceRules {

    enum Verdict {
        CONTINUES,
        /** Continues the event if a stack frame follows: {@code TypeError: x} may as well be an event of its own. */
        DEPENDS_ON_NEXT,
        STARTS_EVENT
    }

    private enum State {
        MESSAGE,
        /** Time and source of java.util.logging; level and message are in the next line. */
        JUL_HEADER,
        FRAMES,
        PYTHON,
        PYTHON_END,
        PYTHON_CHAIN,
        GO,
        PHP
    }

    private static final String PYTHON_TRACEBACK = "Traceback (most recent call last):";
    private static final Pattern PYTHON_LAST_LINE = Pattern.compile("[A-Za-z_][\\w.]*(:.*)?");
    private static final Pattern GO_FUNCTION = Pattern.compile("[^\\s(]+\\(.*\\)|r\\w+ +0x\\p{XDigit}+");
    private static final Pattern GOROUTINE = Pattern.compile("goroutine \\d+ .*\\[.*]:");
    private static final Pattern QUALIFIED_THROWABLE =
            Pattern.compile("[\\w$]+(\\.[\\w$]+)+(?<=Exception|Error)(:.*)?");
    private static final Pattern THROWABLE = Pattern.compile("[\\w$]*(Error|Exception)( \\[[^\\]]+])?(:.*)?");
    private static final Pattern MORE_FRAMES = Pattern.compile("\\.\\.\\. \\d+ (more|common frames omitted)");
    private static final Pattern RUBY_FRAME = Pattern.compile("\\S+:\\d+:in ['`][^']*'(: .*)?");
    private static final Pattern PHP_FRAME = Pattern.compile("#\\d+ .*");

    private static final Pattern JUL_HEADER =
            Pattern.compile("[A-Z][a-z]{2} \\d{1,2}, \\d{4} \\d{1,2}:\\d{2}:\\d{2}[ \u202F][AP]M \\S+ \\S+");
    private static final Pattern JUL_MESSAGE = Pattern.compile("(SEVERE|WARNING|INFO|CONFIG|FINE|FINER|FINEST): .*");

    /** Longer lines are compared by their beginning. */
    private static final int MAX_COMPARED = 1_000;

    private State state = State.MESSAGE;

    /** Starts an event with its first line. */
    void start(String line) {
        String text = beginning(line);
        if (text.startsWith(PYTHON_TRACEBACK)) {
            state = State.PYTHON;
        } else if (text.startsWith("panic: ") || text.startsWith("fatal error: ") || matches(GOROUTINE, text)) {
            state = State.GO;
        } else if (matches(QUALIFIED_THROWABLE, text) || matches(THROWABLE, text)) {
            state = State.FRAMES;
        } else {
            state = matches(JUL_HEADER, text) ? State.JUL_HEADER : State.MESSAGE;
        }
    }

    /** The verdict on the next line, which has text; {@code next} is called for each line that continues the event. */
    Verdict next(String line) {
        String text = beginning(line);
        if (isIndented(text)) {
            if (state == State.MESSAGE && isFrame(text)) {
                state = State.FRAMES;
            }
            return Verdict.CONTINUES;
        }
        return switch (state) {
            case MESSAGE -> afterMessage(text);
            case JUL_HEADER -> continueIn(State.MESSAGE, matches(JUL_MESSAGE, text));
            case FRAMES -> continuesIf(isFollowUp(text) || isEndOfNodeError(text));
            case PYTHON -> continueIn(State.PYTHON_END, matches(PYTHON_LAST_LINE, text));
            case PYTHON_END -> continueIn(State.PYTHON_CHAIN, isPythonChain(text));
            case PYTHON_CHAIN -> continueIn(State.PYTHON, text.startsWith(PYTHON_TRACEBACK));
            case GO -> continuesIf(isGoTrace(text));
            case PHP ->
                continuesIf(matches(PHP_FRAME, text) || text.equals("Stack trace:") || text.startsWith("Next "));
        };
    }

    private Verdict afterMessage(String text) {
        if (text.startsWith(PYTHON_TRACEBACK)) {
            return continueIn(State.PYTHON, true);
        }
        if (matches(GOROUTINE, text)) {
            return continueIn(State.GO, true);
        }
        if (text.equals("Stack trace:") || text.startsWith("#0 ")) {
            return continueIn(State.PHP, true);
        }
        if (isFollowUp(text) || matches(QUALIFIED_THROWABLE, text)) {
            return continueIn(State.FRAMES, true);
        }
        return matches(THROWABLE, text) ? Verdict.DEPENDS_ON_NEXT : Verdict.STARTS_EVENT;
    }

    private Verdict continueIn(State next, boolean continues) {
        if (continues) {
            state = next;
        }
        return continuesIf(continues);
    }

    private static Verdict continuesIf(boolean continues) {
        return continues ? Verdict.CONTINUES : Verdict.STARTS_EVENT;
    }

    static boolean isIndented(String line) {
        return line.startsWith(" ") || line.startsWith("\t");
    }

    /** Whether an indented line is a stack frame of Java, .NET or Node.js. */
    static boolean isFrame(String line) {
        return isIndented(line) && beginning(line).strip().startsWith("at ");
    }

    private static boolean isFollowUp(String text) {
        return text.startsWith("at ")
                || text.startsWith("Caused by:")
                || text.startsWith("Suppressed:")
                || text.startsWith("Wrapped by:")
                || text.startsWith("--- End of ")
                || matches(MORE_FRAMES, text)
                || matches(RUBY_FRAME, text);
    }

    private static boolean isEndOfNodeError(String text) {
        return text.equals("}") || text.equals("]") || text.startsWith("Node.js v");
    }

    private static boolean isPythonChain(String text) {
        return text.startsWith("The above exception was the direct cause of the following exception:")
                || text.startsWith("During handling of the above exception, another exception occurred:");
    }

    private static boolean isGoTrace(String text) {
        return matches(GOROUTINE, text)
                || text.startsWith("[signal ")
                || text.startsWith("created by ")
                || text.startsWith("panic: ")
                || text.startsWith("exit status ")
                || text.startsWith("runtime stack:")
                || text.startsWith("...additional frames elided...")
                || matches(GO_FUNCTION, text);
    }

    private static boolean matches(Pattern pattern, String text) {
        return pattern.matcher(text).matches();
    }

    private static String beginning(String line) {
        return line.length() <= MAX_COMPARED ? line : line.substring(0, MAX_COMPARED);
    }
}
