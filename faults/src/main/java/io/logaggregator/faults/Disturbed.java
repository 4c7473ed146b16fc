package io.logaggregator.faults;

/** A server that is killed, started again on what it left, and stopped for a while. One fault at a time. */
interface Disturbed {

    /** SIGKILL to all of its processes. */
    void kill();

    /** Starts it again, on what it left. */
    void start();

    /** SIGSTOP. */
    void stop();

    /** SIGCONT. */
    void resume();

    /** Whether it runs. */
    boolean isAlive();
}
