package io.logaggregator.faults;

/** A source of log messages of one host that carry the numbers 0, 1, 2... */
interface NumberedLogs extends Source {

    String host();

    /** So many numbers, from 0, are in the queue. */
    @Override
    long issued();

    /** The message that carries a number. */
    static String message(String host, long number) {
        return """
                {"host":"%s","level":"INFO","message":"%d","application":"faults"}""".formatted(host, number);
    }
}
