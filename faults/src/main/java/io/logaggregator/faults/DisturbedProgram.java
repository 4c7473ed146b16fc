package io.logaggregator.faults;

import io.logaggregator.testkit.ChildJvm;
import java.util.Set;

/** A server that is one program in a JVM of its own. */
interface DisturbedProgram extends Disturbed, AutoCloseable {

    /** In its present life, or its last. */
    ChildJvm program();

    @Override
    default void kill() {
        program().kill();
    }

    @Override
    default void stop() {
        Signal.STOP.send(Set.of(program().handle()));
    }

    @Override
    default void resume() {
        Signal.CONT.send(Set.of(program().handle()));
    }

    @Override
    default boolean isAlive() {
        return program().isAlive();
    }

    @Override
    default void close() {
        program().close();
    }
}
