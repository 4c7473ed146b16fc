package io.logaggregator.server.logs.tail;

import java.io.IOException;
import java.io.OutputStream;

/** The connection to a client. */
public interface TailConnection {

    /** The response body. Writing blocks while the client does not read. */
    OutputStream out() throws IOException;

    /** Whether the client is still authorized. */
    boolean mayStay();

    /** Closes the connection, also during a write of another thread. */
    void cut();
}
